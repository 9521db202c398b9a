"""What lines of a web page say that is no post: menus, comment forms, share buttons, footers.

Collected from posts copied out of Wix, Squarespace and WordPress pages, and from the strings of
WordPress (core, Jetpack, Divi), Wix Blog and Squarespace themselves. Data and one function; runs of
lines are the business of `furniture`.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from typing import Final

from otlint.folding import fold


class Strength(enum.IntEnum):
    """How sure a line by itself is to be furniture."""

    WEAK = 0
    """A word that may be a heading as well ("Search", "Comments"): counts only beside others."""
    LIKELY = 1
    """Says it at the edge of a page or beside another ("Leave a Reply")."""
    CERTAIN = 2
    """Nobody writes this into a post ("Required fields are marked *")."""


@dataclass(frozen=True, slots=True)
class Chrome:
    """What a line is part of, and how sure that is."""

    part: str
    """In the words of a report: "the comment form"."""
    strength: Strength
    leads: bool = False
    """A link to another post: that post's title follows."""


NAVIGATION: Final = "the page's menu"
COMMENTS: Final = "the comment form"
SHARING: Final = "share buttons"
MORE: Final = "links to other posts"
FOOTER: Final = "the page's footer"
BYLINE: Final = "the post's byline"
SUBSCRIBE: Final = "the sign-up form"
COOKIES: Final = "the cookie banner"

_LINES: Final = {
    (NAVIGATION, Strength.CERTAIN): (
        "top of page|bottom of page|log in / sign up|login / sign up|sign in / sign up"
        "|use tab to navigate through the menu items|open menu close menu|skip to primary sidebar"
        "|skip to primary navigation"
    ),
    (NAVIGATION, Strength.LIKELY): (
        "skip to content|skip to main content|skip to navigation|skip to footer|toggle navigation"
        "|open menu|close menu|main menu|back to top|scroll to top|return to top|go to top"
        "|all posts|back to blog|back to all posts|cart 0|0 items"
    ),
    (NAVIGATION, Strength.WEAK): (
        "search|menu|home|about|about us|about me|contact|contact us|contact me|blog|services"
        "|our services|shop|cart|resources|faq|faqs|log in|login|sign in|sign up|more|back|close"
        "|testimonials|our team|meet the team|book now|book online|get in touch|navigation|site map"
        "|sitemap|news|events|donate|store|portfolio|gallery|careers"
    ),
    (COMMENTS, Strength.CERTAIN): (
        "post comment|submit comment|cancel reply|leave a reply cancel reply|rated 0 out of 5 stars"
        "|leave a comment cancel reply|post not marked as liked|commenting has been turned off"
        "|comments couldn't be loaded|learn how your comment data is processed"
    ),
    (COMMENTS, Strength.LIKELY): (
        "leave a reply|leave a comment|add a comment|add comment|no comments yet|no comments"
        "|required fields|name (required)|email (required)|like this|comments are closed"
        "|write a comment|be the first to comment|add a rating|no ratings yet|sort by newest"
        "|email (will not be published) (required)"
    ),
    (COMMENTS, Strength.WEAK): (
        "comments|comment|reply|name|email|e-mail|email address|website|message|submit|send|views"
        "|discussion|responses|like|likes"
    ),
    (SHARING, Strength.CERTAIN): (
        "share on facebook|share on twitter|share on linkedin|share on pinterest"
        "|share on whatsapp|like loading|opens in new window"
    ),
    (SHARING, Strength.LIKELY): (
        "share this|share this post|share this article|share this entry|share post|share on x"
        "|share via email|share by email|copy link|pin it|tweet this|share on social media"
    ),
    (SHARING, Strength.WEAK): (
        "share|facebook|twitter|linkedin|instagram|pinterest|whatsapp|print|tweet|pin|reddit|tumblr"
        "|pocket|telegram|youtube|tiktok|follow|follow us|loading|save|copy"
    ),
    (MORE, Strength.LIKELY): (
        "similar posts|recent posts|related posts|related articles|recent articles|latest posts"
        "|you may also like|you might also like|you may also enjoy|more from this author|see all"
        "|more posts|older posts|newer posts|post navigation|posts navigation|featured posts"
        "|popular posts|keep reading"
    ),
    (MORE, Strength.WEAK): (
        "read more|continue reading|view all|load more|show more|learn more|archives|tags|related"
        "|categories|uncategorized|uncategorised"
    ),
    (FOOTER, Strength.CERTAIN): "all rights reserved|website by squarespace",
    (FOOTER, Strength.LIKELY): (
        "terms and conditions|terms & conditions|terms of service|terms of use|privacy policy"
        "|cookie policy|privacy notice|accessibility statement"
    ),
    (FOOTER, Strength.WEAK): "terms|disclaimer|privacy|cookies|accessibility",
    (BYLINE, Strength.WEAK): (
        "writer|author|written by|updated|published|admin|date|about the author"
    ),
    (SUBSCRIBE, Strength.CERTAIN): "subscribe to our newsletter • don't miss out",
    (SUBSCRIBE, Strength.LIKELY): (
        "subscribe to our newsletter|join our mailing list|join our newsletter|subscribe via email"
        "|sign up for our newsletter|enter your email|enter your email address|subscribe form"
        "|subscribe to our mailing list|enter your email here|thanks for submitting"
    ),
    (SUBSCRIBE, Strength.WEAK): "subscribe|join|newsletter|subscribe now|join now|stay up to date",
    (COOKIES, Strength.LIKELY): (
        "accept all cookies|reject all cookies|manage cookies|cookie settings|accept cookies"
        "|manage consent|do not sell my personal information"
    ),
    (COOKIES, Strength.WEAK): (
        "accept|decline|accept all|reject all|ok|got it|preferences|settings|deny|view preferences"
    ),
}
"""Whole lines, folded, in lower case, without the punctuation and arrows around them."""

_LEADS: Final = {
    Strength.LIKELY: "previous post|next post|previous article|next article|prev post"
    "|previous entry|next entry|previous story|next story",
    Strength.WEAK: "next|previous|prev|older|newer|up next|read next",
}
"""Links to another post, whose title follows."""

_DATE: Final = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?(?:[a-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?"
    r"(?:,? (?:19|20)\d\d)?|\d{1,2}(?:st|nd|rd|th)? [a-z]{3,9}\.?,?(?: (?:19|20)\d\d)?"
    r"|\d{1,2}[./]\d{1,2}[./]\d{2,4})"
)
_COUNT: Final = r"(?:\d[\d,]*|no) (?:view|like|comment)s?"
_COUNTS: Final = rf"{_COUNT}(?:[ .|•·]{{1,3}}{_COUNT}){{0,3}}"
_PATTERNS: Final = (
    # The comment form
    (COMMENTS, Strength.CERTAIN, r"your e-?mail address will not be published\b.*"),
    (COMMENTS, Strength.CERTAIN, r"(?:.{0,60} )?required fields are marked.{0,3}"),
    (COMMENTS, Strength.CERTAIN, r"save my name, e-?mail,? and website in this browser\b.*"),
    (
        COMMENTS,
        Strength.CERTAIN,
        r"notify me of (?:new|follow-?up) (?:posts|comments) .{2,8}e-?mail",
    ),
    (COMMENTS, Strength.CERTAIN, r"this site uses akismet to reduce spam\b.*"),
    (
        COMMENTS,
        Strength.CERTAIN,
        r"commenting (?:on this post )?(?:isn't|is not) available\b.{0,70}",
    ),
    (COMMENTS, Strength.CERTAIN, r"commenting has been turned off\b.{0,40}"),
    (COMMENTS, Strength.CERTAIN, r"(?:\d* ?likes?[. ]*)?post (?:not )?marked as liked\d*"),
    (
        COMMENTS,
        Strength.CERTAIN,
        r"(?:\d[\d,]*|no) (?:view|like)s?[ .|•·]{1,3}(?:\d+|no) comments?",
    ),
    (COMMENTS, Strength.CERTAIN, r"you must be logged in to post a comment"),
    (COMMENTS, Strength.CERTAIN, rf"{_COUNTS}[ .|•·]{{1,3}}post (?:not )?marked as liked\d*"),
    (COMMENTS, Strength.LIKELY, r"be the first to comment\b.{0,30}|comments? ?\(\d+\)"),
    (COMMENTS, Strength.LIKELY, r"\d+ (?:comments?|responses|replies|thoughts? on .{3,80})"),
    (COMMENTS, Strength.WEAK, r"\d[\d,]* (?:views?|likes?)"),
    (COMMENTS, Strength.WEAK, r"(?:comment|name|e-?mail|website|(?:first|last) name|message) ?[*]"),
    # Share buttons
    (SHARING, Strength.CERTAIN, r"(?:click to )?.{0,60}\(opens in (?:a )?new window\).*"),
    (SHARING, Strength.CERTAIN, r"like this:? ?(?:like ?)?loading"),
    # Other posts and what this one is filed under
    (MORE, Strength.CERTAIN, r"(?:filed under|posted in|tagged(?: with| as)?): .{2,150}"),
    (MORE, Strength.CERTAIN, r"this entry was posted (?:in|on)\b.{2,150}"),
    (MORE, Strength.CERTAIN, r"bookmark the permalink"),
    # The page's footer
    (FOOTER, Strength.CERTAIN, r"(?:copyright )?(?:©|\(c\) ?(?=(?:19|20)\d\d)).{0,140}"),
    (FOOTER, Strength.CERTAIN, r"copyright,? (?:by )?(?:19|20)\d\d\b.{0,140}"),
    (FOOTER, Strength.CERTAIN, r".{0,100}\ball rights reserved.{0,60}"),
    (
        FOOTER,
        Strength.CERTAIN,
        r"(?:proudly )?(?:powered|created|built|hosted) (?:by|with|on|using) (?:wix|wordpress"
        r"|squarespace|weebly|godaddy|webflow|ghost|shopify|jekyll|hugo|blogger)\b.{0,60}",
    ),
    (
        FOOTER,
        Strength.CERTAIN,
        r"(?:images?|photos?|photography|pictures) (?:are )?(?:courtesy of|supplied by) .{0,40}"
        r"\b(?:wix|unsplash|pexels|pixabay|canva|shutterstock|istock|freepik|adobe stock)\b.{0,40}",
    ),
    (
        FOOTER,
        Strength.LIKELY,
        r"(?:web ?site|site|web ?design|theme)(?: (?:design|designed|made|created|built))? by "
        r"[^.]{2,50}",
    ),
    (
        FOOTER,
        Strength.WEAK,
        r"(?:company|charity|registered charity|registration|vat)(?: (?:number|no))?\.?:? ?"
        r"[a-z]{0,3}\d{5,9}",
    ),
    (
        FOOTER,
        Strength.WEAK,
        r"(?:terms|privacy|cookies?)(?: [a-z]+)? ?(?:[|•·/&]|and) ?(?:terms|privacy|cookies?"
        r"|accessibility|contact|site ?map)\b.{0,80}",
    ),
    # The byline
    (BYLINE, Strength.CERTAIN, r"\d{1,2} min(?:ute)?s? read|reading time:? \d{1,2} min(?:ute)?s?"),
    (BYLINE, Strength.CERTAIN, r".{0,60}[•|·] ?\d{1,2} min(?:ute)?s? read"),
    (BYLINE, Strength.CERTAIN, rf"posted (?:by .{{2,40}} )?on {_DATE}.{{0,40}}"),
    (BYLINE, Strength.CERTAIN, rf"by .{{2,40}} \| {_DATE}.{{0,60}}"),
    (BYLINE, Strength.WEAK, r"writer: .{2,40}"),
    (BYLINE, Strength.WEAK, rf"(?:(?:last )?(?:updated|published|posted)(?: on)?:? )?{_DATE}"),
    # The cookie banner
    (
        COOKIES,
        Strength.CERTAIN,
        r"(?:we|this (?:web)?site|our (?:web)?site) uses? cookies\b.{0,200}"
        r"\b(?:web ?site|site|experience|traffic|consent|preferences|browser|browsing)\b.*",
    ),
    (
        COOKIES,
        Strength.CERTAIN,
        r"by (?:clicking|continuing|using|browsing)\b.{0,120}\b(?:agree|consent|accept)\b.{0,60}"
        r"\bcookies\b.*",
    ),
    # The sign-up form
    (
        SUBSCRIBE,
        Strength.LIKELY,
        r"(?:subscribe|sign up|join) (?:to|for) (?:our|my|the) (?:newsletter|mailing list|blog)"
        r"(?: .{0,60})?",
    ),
)
"""What lines say that hold names, numbers or dates; matched whole."""
_MAX: Final = 300
"""Code points of the longest line that is looked at: cookie banners are that long."""
_EDGES: Final = " \t.,:;!?*«»‹›<>←→↑↓|•·–—-_#[]\"'…\u200b"
_MONTHS: Final = frozenset("jan feb mar apr may jun jul aug sep oct nov dec".split())


def _exact() -> dict[str, Chrome]:
    table = {
        line: Chrome(part, strength)
        for (part, strength), lines in _LINES.items()
        for line in lines.split("|")
    }
    for strength, lines in _LEADS.items():
        table |= {line: Chrome(MORE, strength, leads=True) for line in lines.split("|")}
    return table


_EXACT: Final = _exact()
_COMPILED: Final = tuple(
    (re.compile(pattern), Chrome(part, strength)) for part, strength, pattern in _PATTERNS
)
_HINT: Final = re.compile(
    r"[\d©*]|\b(?:e-?mail|comment(?:ing)?|cookies|rights|powered|built|created|hosted|images?|photos?"
    r"|photography|pictures|web ?site|site|web ?design|theme|filed|posted|tagged|permalink|akismet"
    r"|notify|writer|window|loading|liked|required|browser|subscribe|sign|join|terms|privacy)\b"
)
"""Every pattern needs one of these: most lines are settled by it."""


def recognise(line: str) -> Chrome | None:
    """What part of a page a line is, or None for a line of a post.

    Args:
        line: The line as its reader sees it.
    """
    if len(line) > _MAX:
        return None
    key = fold(line).strip(_EDGES).lower()
    found = _EXACT.get(key)
    if found or not key:
        return found
    # The copyright sign and the star of "required fields" tell: those edges are kept here.
    key = fold(line).strip().rstrip(". ").lower()
    if not _HINT.search(key):
        return None
    for pattern, chrome in _COMPILED:
        if pattern.fullmatch(key):
            if chrome.part is BYLINE and not (key.startswith("writer") or _has_date(key)):
                continue
            return chrome
    return None


def _has_date(key: str) -> bool:
    """Whether a byline names a month, a day in figures or minutes: "Level 2" is no date."""
    words = re.findall(r"[a-z]+", key)
    return any(word[:3] in _MONTHS or word.startswith("min") for word in words) or bool(
        re.search(r"\d[./]\d", key)
    )
