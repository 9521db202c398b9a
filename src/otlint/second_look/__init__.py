"""The second look: a small language model that judges what the slip model proposes.

Nothing here is imported until a second look is asked for. Of the look itself: `places` and
`phrases` say what is put to the judge, `judging` asks it (`memory` keeps what it said), `verdicts`
decides. Of the judge: `judges` lists the known ones, `preparing` fetches and converts them
(`weights` and `blocks` read the file, `graph` writes what ONNX Runtime runs, `store` keeps it),
`judge` runs one (`tokens` cuts texts, `tree` puts them side by side).
"""
