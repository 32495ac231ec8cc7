"""The kiosk's page, the embedded page and the two pages of information, as HTML."""

from __future__ import annotations

from ingest.catalogue import load_catalogue
from ingest.config import Settings
from ingest.profile import CorpusProfile
from ui.languages import LANGUAGES
from ui.touch_size import SPACING_MM, target_pixels
from ui.viewer import page_templates

LONGEST_QUESTION = 300
SMALLEST_TARGET = 44  # CSS pixels, whatever the setting says
TEXT_MM = 5.5  # the height of a line's letters with their lengths: what 20 px are on the 24-inch screen of the settings
INFORMATION = ("tilgaengelighed", "privatliv")


def kiosk_page(profile: CorpusProfile | None, settings: Settings, boot: str, *, embedded: bool) -> str:
    """The page. Without a profile (there is no index yet) it says "uden for drift" until there is one."""
    return (
        page_templates()
        .get_template("kiosk.html")
        .render(
            t=load_catalogue("ui").text,
            profile=profile,
            languages=LANGUAGES,
            embedded=embedded,
            boot=boot,
            longest=LONGEST_QUESTION,
            idle=settings.kiosk_idle_seconds,
            warning=settings.kiosk_warning_seconds,
            marking=AI_MARKING,
        )
    )


def information_page(name: str, profile: CorpusProfile | None, *, kiosk: bool, **numbers: int) -> str:
    """The accessibility statement or the page on privacy, in Danish. The staff's page needs the days that things are kept."""
    template = page_templates().get_template(f"{name}.html")
    return template.render(
        t=load_catalogue("ui").text,
        profile=profile,
        kiosk=kiosk,
        **numbers,
        theme="auto",
        language="da",
        direction="ltr",
        wish=None,
    )


def size_sheet(settings: Settings) -> str:
    """The style sheet that gives touch targets and text their size on this screen."""
    screen = settings.kiosk_screen_inches, settings.kiosk_screen_pixels
    target = max(SMALLEST_TARGET, target_pixels(settings.kiosk_target_mm, *screen))
    between, text = target_pixels(SPACING_MM, *screen), target_pixels(TEXT_MM, *screen)
    return f":root {{ --target: {target}px; --between: {between}px; --text: {text}px; }}\n"


# The AI Act's machine-readable mark, as schema.org and IPTC have words for it.
AI_MARKING = {
    "@context": "https://schema.org",
    "@type": "WebApplication",
    "name": "Hvidbog-assistenten",
    "inLanguage": "da",
    "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
    "creditText": "Svarene er lavet af en kunstig intelligens",
}
