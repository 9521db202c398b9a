"""Which part of a web page is the post."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from otlint.model import Block, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_BODIES: Final = frozenset(
    # WordPress (themes, block editor), Squarespace, Wix, Ghost, Webflow, Medium, Blogger, Substack
    """entry-content post-content wp-block-post-content single-post-content post__content
    blog-item-content-wrapper blog-item-content blog-item-wrapper sqs-layout sqs-html-content
    post-body gh-content w-richtext available-content article-content article-body
    field--name-body blog-post-content blog-content
    """.split()
)
_HOOKS: Final = frozenset(("post", "post-description", "rcv-block-content", "post-page"))
"""Values of Wix's data-hook."""
_OUTSIDE_NAMES: Final = frozenset(("nav", "header", "footer", "aside", "form", "search", "address"))
_OUTSIDE_ROLES: Final = frozenset(
    """navigation banner contentinfo complementary search form dialog alertdialog menu menubar
    toolbar
    """.split()
)
_OUTSIDE_WORDS: Final = frozenset(
    # ids and classes of comments, share buttons, related posts, side bars, cookie banners
    """comments respond comment-respond comments-area comment-list commentlist disqus_thread
    sidebar secondary widget widget-area sharedaddy jp-relatedposts related-posts
    related_posts post-navigation posts-navigation nav-links breadcrumb breadcrumbs
    cookie-banner cookie-notice cookie-law-info-bar onetrust-consent-sdk site-header
    site-footer masthead colophon navbar share-buttons social-share post-tags entry-footer
    item-pagination blog-item-comments blog-item-author-profile-wrapper skip-link
    newsletter-signup site_header site_footer comments-wrapper recent-posts author-box
    post-meta entry-meta
    """.split()
)
_OUTSIDE_HOOKS: Final = re.compile(
    r"recent-posts|related-posts|post-footer|post-header__?(?:meta|user)|comments|social|"
    r"share-button|like-button|post-list|pagination|rating"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a page: the containers around it, by number, outermost first."""

    containers: tuple[int, ...]
    outside: bool
    """Whether it stands in a part of the page that is no post: navigation, header, comments."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A block and where it stands."""

    block: Block
    place: Place


@dataclass(frozen=True, slots=True)
class Choice:
    """The post in a page: its blocks in source order, and which other things belong to it."""

    blocks: list[Block]
    root: int | None = None
    """The container that holds it; None for all of the page."""
    everything: bool = False
    """Whether even navigation and the like had to be taken."""

    def holds(self, place: Place) -> bool:
        """Whether what stands at a place belongs to the post."""
        inside = not place.outside and (self.root is None or self.root in place.containers)
        return self.everything or inside


def container_of(name: str, attributes: Mapping[str, str]) -> str:
    """What kind of container an element is: article, main, body (of a post), or ""."""
    if name == "article":
        return "article"
    if name == "main" or attributes.get("role") == "main":
        return "main"
    if not _BODIES.isdisjoint(attributes.get("class", "").split()):
        return "body"
    return "body" if attributes.get("data-hook") in _HOOKS else ""


def is_outside(
    name: str, attributes: Mapping[str, str], *, in_post: bool, whole_page: bool
) -> bool:
    """Whether an element and all in it belong to the page and not to the post.

    In a fragment only navigation and forms do: who pastes an aside or a header means it. In an
    article the header holds the headline.

    Args:
        name: The element's name.
        attributes: Its id, class, role and data-hook, in lower case.
        in_post: Whether it stands in an article, a main part or a known body.
        whole_page: False for a fragment.
    """
    if not whole_page:
        return name in ("nav", "form") or attributes.get("role") == "navigation"
    if name in _OUTSIDE_NAMES:
        return not (name == "header" and in_post)
    if attributes.get("role") in _OUTSIDE_ROLES:
        return True
    words = {*attributes.get("class", "").split(), attributes.get("id", "")}
    if not _OUTSIDE_WORDS.isdisjoint(words):
        return name not in ("body", "main", "article")
    return bool(_OUTSIDE_HOOKS.search(attributes.get("data-hook", "")))


def choose(pieces: Sequence[Piece], containers: Sequence[str], *, whole_page: bool) -> Choice:
    """The post in a page or fragment.

    Of a page: its title and description, and what stands in the article (or main part, or known
    body) that holds at least half of the prose, with the page's only h1 when that stands outside.
    Where this leaves nothing, what is left of the page: never silently nothing.

    Args:
        pieces: All blocks of the page.
        containers: The kind of each container, by number (see `container_of`).
        whole_page: False for a fragment, of which all is post.
    """
    head = [p.block for p in pieces if p.block.kind in (Kind.TITLE, Kind.DESCRIPTION)]
    body = [p for p in pieces if p.block.kind not in (Kind.TITLE, Kind.DESCRIPTION)]
    inside = [piece for piece in body if not piece.place.outside]
    if not whole_page:
        return Choice([*head, *(p.block for p in inside or body)], everything=not inside)
    root = _root(inside, containers)
    chosen = [p for p in inside if root is None or root in p.place.containers]
    if not any(p.block.kind is Kind.HEADING and p.block.level == 1 for p in chosen):
        headlines = [p for p in body if p.block.kind is Kind.HEADING and p.block.level == 1]
        if len(headlines) == 1:
            chosen = [*headlines, *chosen]
    everything = not _prose(chosen)
    if everything:
        chosen = [piece for piece in body if piece not in chosen] + chosen
    return Choice([*head, *(piece.block for piece in chosen)], root, everything)


def _prose(pieces: Iterable[Piece]) -> int:
    """Code points of running text: what counts when parts of a page are compared."""
    running = (Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.QUOTE, Kind.TABLE_CELL)
    return sum(len(piece.block.text) for piece in pieces if piece.block.kind in running)


def _root(pieces: Sequence[Piece], containers: Sequence[str]) -> int | None:
    """The container of the post, or None for the whole page."""
    weights = [0] * len(containers)
    for piece in pieces:
        weight = _prose((piece,))
        for number in piece.place.containers:
            weights[number] += weight
    total = _prose(pieces)
    mains = [number for number, kind in enumerate(containers) if kind == "main"]
    main = max(mains, key=weights.__getitem__, default=None)
    whole = total if main is None else weights[main]
    for kind in ("article", "body"):
        if kind == "body" and main is not None:
            break
        numbers = [number for number, what in enumerate(containers) if what == kind]
        best = max(numbers, key=weights.__getitem__, default=None)
        if best is not None and weights[best] * 2 >= max(whole, 1):
            return best
    return main if main is not None and weights[main] else None
