"""Page furniture: which runs of lines go, and that a post's own lines stay."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otlint.checks.furniture import RULES
from otlint.chrome import Strength, recognise
from otlint.formats import html, text
from otlint.furniture import separate
from otlint.model import Document, Finding, Format, Safety, Severity, Source
from otlint.settings import Settings

PROSE = (
    "Lay out the clothes in the order in which they go on, and mornings get easier for everyone."
)
MORE = "Then add one small step each week, and say out loud what went well before you add another."


def separated(source: str, format: Format = Format.TEXT) -> Document:
    parser = html if format is Format.HTML else text
    return separate(parser.parse(Source("post", source)))


def runs(source: str) -> list[tuple[str, ...]]:
    return [furniture.lines for furniture in separated(source).furniture]


def left(source: str) -> list[str]:
    return [block.text for block in separated(source).blocks]


def find(document: Document) -> list[Finding]:
    return list(RULES[0].check(document, Settings()))


@pytest.mark.parametrize(
    "line",
    [
        "top of page",
        "Bottom of page",
        "Log In / Sign Up",
        "Your email address will not be published. Required fields are marked *",
        "Required fields are marked *",
        "Save my name, email, and website in this browser for the next time I comment.",
        "Notify me of new posts by email.",
        "Post not marked as liked",
        "3 likes. Post not marked as liked3",
        "15 views 0 comments",
        "4 views • 0 comments • Post not marked as liked",
        "Commenting on this post isn't available anymore. Contact the site owner for more info.",
        "Cancel reply",
        "Click to share on Facebook (Opens in new window)",
        "Like this:Like Loading...",
        "© 2024 by Riverside Therapy",
        "© Riverside OT website by a friend",
        "Copyright 2023 Riverside Therapy",
        "Copyright © 2023. All Rights Reserved.",
        "Proudly created with Wix.com",
        "Powered by WordPress",
        "Images courtesy of Wix & Unsplash.",
        "Images courtesy of Unsplash and Canva",
        "3 min read",
        "Jan 5 • 3 min read",
        "Posted by Maya Jones on May 3, 2024",
        "by Maya Jones | May 3, 2024 | Tips | 0 comments",
        "Filed Under: Tips, School",
        "This website uses cookies to improve your experience.",
        "By continuing to browse you agree to our use of cookies.",
    ],
)
def test_certain_lines(line: str) -> None:
    found = recognise(line)
    assert found
    assert found.strength is Strength.CERTAIN
    assert runs(f"{PROSE}\n\n{line}\n\n{MORE}") == [(line,)]


@pytest.mark.parametrize(
    "line",
    [
        "Next steps",
        "Search for the lost shoe",
        "Comments from parents",
        "Level 2",
        "Week 3",
        "Step 12",
        "(c) Ask the team.",
        "Design by default",
        "Theme: family routines",
        "We use cookies to teach measuring in the kitchen group.",
        "Tagged with a wristband, each child may leave the group.",
        "Posted on the wall for 30 days.",
        "Share this moment with your child",
        "Sign up for the course when you are ready.",
        "By using cookies as a reward we undo our work.",
        "Images of the brain",
        "Photo by Sam on Unsplash",
        "Powered by hope",
        "Warmly,",
        "xo,",
        "Maya",
        "",
        "***",
    ],
)
def test_lines_of_a_post(line: str) -> None:
    assert recognise(line) is None


@pytest.mark.parametrize(
    "line",
    ["Search", "Comments", "Home", "Next", "Contact", "Resources", "Share", "May 5", "Email"],
)
def test_weak_words_alone_are_the_authors(line: str) -> None:
    for post in (
        f"{line}\n\n{PROSE}",
        f"{PROSE}\n\n{line}\n\n{MORE}",
        f"{PROSE}\n\n{line}",
        f"{PROSE}\n\n{line}\n\nSearch\n\n{MORE}",
    ):
        assert runs(post) == []


@pytest.mark.parametrize("line", ["Leave a Reply", "Similar Posts", "Share this:", "12 comments"])
def test_likely_lines_count_at_the_end_or_in_twos(line: str) -> None:
    assert runs(f"{PROSE}\n\n{line}\n\n{MORE}") == []
    assert runs(f"{line}\n\n{PROSE}") == []
    assert runs(f"{PROSE}\n\n{line}") == [(line,)]
    assert runs(f"{PROSE}\n\n{line}\n\nRecent Posts\n\nSee All\n\n{MORE}") == [
        (line, "Recent Posts", "See All")
    ]


def test_top_of_a_page() -> None:
    assert runs(f"Skip to content\n\nHome\nAbout\nBlog\n\nCalm Mornings\n\n{PROSE}") == [
        ("Skip to content", "Home", "About", "Blog")
    ]
    assert left(f"top of page\nSearch\n\nSearch\n\n{PROSE}") == [PROSE]


def test_a_post_about_search_keeps_its_words() -> None:
    post = (
        f"Search\n\n{PROSE}\n\nComments\n\n{MORE}\n\nNext steps\n\n{PROSE}\n\nResources\n\n- Home\n"
        f"- School\n\n{MORE}\n\nNext\n\nWe will try the bath next week, and tell you how it went."
    )
    document = separated(post)
    assert document.furniture == ()
    assert document is separate(document)


def test_sign_off_stays() -> None:
    post = f"{PROSE}\n\nWith love,\nMaya\n\nComments\n\n© 2024 Maya Jones\n\nbottom of page"
    assert left(post) == [PROSE, "With love,", "Maya"]


@pytest.mark.parametrize(
    "lead", ["Next\nNext", "Next\n\nNext", "Previous\nPrevious", "Next Post", "Next"]
)
def test_the_next_posts_title(lead: str) -> None:
    post = f"{PROSE}\n\nxo,\n\nMaya\n\n{lead}\n\nWhy Bath Time Can Be Hard"
    assert left(post) == [PROSE, "xo,", "Maya"]
    assert runs(post)[0][-1] == "Why Bath Time Can Be Hard"


def test_both_neighbours() -> None:
    post = f"{PROSE}\n\nPrevious\nPrevious\n\nOlder Post\n\nNext\nNext\n\nNewer Post\n"
    assert left(post) == [PROSE]
    (furniture,) = separated(post).furniture
    assert furniture.lines == (
        "Previous", "Previous", "Older Post", "Next", "Next", "Newer Post",
    )  # fmt: skip


def test_badge_captions_go_with_the_footer() -> None:
    post = f"{PROSE}\n\n© 2024 Riverside OT\n\nhcpc registered\nmember of the college\n"
    assert left(post) == [PROSE]
    assert left(f"{PROSE}\n\n© 2024 Riverside OT\n\nMaya Jones\n") == [PROSE, "Maya Jones"]
    assert left(f"{PROSE}\n\n© 2024 Riverside OT\n\nMaya Jones\nbottom of page") == [PROSE]
    assert left(f"{PROSE}\n\n© 2024 Riverside OT\n\n{MORE}") == [PROSE, MORE]
    assert left(f"© 2024 Riverside OT\n\nsmall words here\nbottom of page\n\n{PROSE}") == [
        "small words here",
        PROSE,
    ]


def test_spans_cover_whole_lines_and_leave_no_hole() -> None:
    post = f"top of page\n\n\n  Search\r\n\r\n{PROSE}\n\n\nShare this:\nSee All\n\n{MORE}\n\n"
    post += "bottom of page"
    document = separated(post)
    rest = post
    for furniture in reversed(document.furniture):
        rest = rest[: furniture.span.start] + rest[furniture.span.end :]
    assert rest == f"{PROSE}\n\n\n{MORE}\n"
    findings = find(document)
    assert [post[f.span.start : f.span.end] for f in findings] == [
        "top of page\n\n\n  Search",
        "Share this:\nSee All",
        "bottom of page",
    ]
    for finding in findings:
        assert finding.severity is Severity.SUGGESTION
        assert finding.fix
        assert finding.fix.safety is Safety.UNSAFE


def test_lines_of_one_paragraph_are_looked_at_one_by_one() -> None:
    # What a paragraph of Markdown holds: its lines are one block.
    document = separated(f"<p>top of page<br>{PROSE}</p>", Format.HTML)
    assert document.furniture == ()
    document = separated("<p>x</p><p>top of\npage</p><p>Search<br>bottom of page</p>", Format.HTML)
    assert [furniture.lines for furniture in document.furniture] == [("Search", "bottom of page")]


def test_captions_within_one_paragraph() -> None:
    # Markdown makes one paragraph of lines without blank lines between them.
    footer = "<p>Comments</p><p>© 2024 X</p><p>hcpc registered<br>Our College<br>bottom of page</p>"
    document = separated(f"<p>{PROSE}</p>{footer}", Format.HTML)
    assert [block.text for block in document.blocks] == [PROSE]
    document = separated(f"<p>{PROSE}</p><p>Maya<br>Next<br>Next</p><p>© 2024 X</p>", Format.HTML)
    assert [block.text for block in document.blocks] == [PROSE, "Maya\nNext\nNext"]
    document = separated(f"<p>{PROSE}</p><p>Next<br>Next<br>Bath Time</p>", Format.HTML)
    assert [block.text for block in document.blocks] == [PROSE]


def test_html_has_no_fix_and_an_exact_span() -> None:
    source = f"<p>{PROSE}</p><h3>Leave a Reply</h3><p>Required fields are marked *</p>"
    (finding,) = find(separated(source, Format.HTML))
    assert finding.fix is None
    assert source[finding.span.start : finding.span.end] == (
        "Leave a Reply</h3><p>Required fields are marked *"
    )


def test_tables_and_quotations_are_the_authors() -> None:
    assert runs(f"{PROSE}\n\n> bottom of page") == []
    cells = "<table><tr><td>bottom of page<td>3 min read</table>"
    assert separated(cells, Format.HTML).furniture == ()


def test_content_between_two_lines_ends_a_run() -> None:
    source = f"<p>Share this:</p><table><td>{PROSE}</table><p>See all</p><p>{PROSE}</p>"
    assert separated(source, Format.HTML).furniture == ()


def test_message() -> None:
    name = "Riverside " * 6
    (finding,) = find(separated(f"{PROSE}\n\nComments\n\n© 2024 {name}\n\nbadge text here"))
    assert finding.message == (
        "This looks like the comment form and the page's footer, not like your post: "
        '"Comments", "© 2024 Riverside Riverside Riverside Ri…", "badge text here".'
    )


LINES = st.sampled_from(
    ["top of page", "Search", "Comments", "Next", "Similar Posts", "bottom of page", "© 2024 X",
     "Some Title", "small words", "", " \u00a0", PROSE, MORE, "- Home", "> quote", "xo,"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, max_size=14), st.sampled_from(["\n", "\r\n", "\n\n"]))
def test_nothing_is_lost(written: list[str], newline: str) -> None:
    source = newline.join(written)
    parsed = text.parse(Source("post", source))
    document = separate(parsed)
    spans = [furniture.span for furniture in document.furniture]
    assert spans == sorted(spans)
    assert all(not a.overlaps(b) for a, b in pairwise(spans))
    kept = [b for b in parsed.blocks if not any(s.overlaps(b.source_span) for s in spans)]
    assert list(document.blocks) == kept
    lines = [line for furniture in document.furniture for line in furniture.lines]
    assert not any(PROSE in line or MORE in line for line in lines)
    again = source
    for span in reversed(spans):
        again = again[: span.start] + again[span.end :]
    # Two quotations that meet become one: what they say stays.
    said = [block.text for block in text.parse(Source("post", again)).blocks]
    assert " ".join(said) == " ".join(block.text for block in kept)
