"""pdfium's functions in the form that costs least to call, for those asked for every line or every text run of a page.

The bindings check and convert each argument and let other threads run during each call; both cost more than these short
functions do. What is not here: which questions are asked (`pdf_text.py`, `pdf_objects.py`).
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as pdfium


def _plain(function: Any, result: Any = ctypes.c_int) -> Callable[..., Any]:
    """The function without conversions: takes whole numbers that are a C int, `byref` objects and `pointer_to`."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    prototype: Callable[..., Any] = ctypes.PYFUNCTYPE(result)
    return prototype(address)  # type: ignore[no-any-return]


def pointer_to(handle: Any) -> ctypes.c_void_p:
    """The address of a pdfium handle in the form that the functions here take it."""
    return ctypes.cast(handle, ctypes.c_void_p)


count_rects = _plain(pdfium.FPDFText_CountRects)
get_rect = _plain(pdfium.FPDFText_GetRect)
get_loose_box = _plain(pdfium.FPDFText_GetLooseCharBox)
get_font = _plain(pdfium.FPDFText_GetFontInfo)
# An object is its address as a whole number, which goes back into pdfium only as `ctypes.c_void_p(address)`.
get_text_object = _plain(pdfium.FPDFText_GetTextObject, ctypes.c_void_p)
get_object = _plain(pdfium.FPDFPage_GetObject, ctypes.c_void_p)
get_form_object = _plain(pdfium.FPDFFormObj_GetObject, ctypes.c_void_p)
get_segment = _plain(pdfium.FPDFPath_GetPathSegment, ctypes.c_void_p)
get_type = _plain(pdfium.FPDFPageObj_GetType)
get_render_mode = _plain(pdfium.FPDFTextObj_GetTextRenderMode)  # -1 for what is no text
get_fill = _plain(pdfium.FPDFPageObj_GetFillColor)
get_bounds = _plain(pdfium.FPDFPageObj_GetBounds)
get_matrix = _plain(pdfium.FPDFPageObj_GetMatrix)
has_transparency = _plain(pdfium.FPDFPageObj_HasTransparency)
count_objects = _plain(pdfium.FPDFPage_CountObjects)
count_form_objects = _plain(pdfium.FPDFFormObj_CountObjects)
get_draw_mode = _plain(pdfium.FPDFPath_GetDrawMode)
count_segments = _plain(pdfium.FPDFPath_CountSegments)
get_segment_type = _plain(pdfium.FPDFPathSegment_GetType)
get_segment_close = _plain(pdfium.FPDFPathSegment_GetClose)
get_segment_point = _plain(pdfium.FPDFPathSegment_GetPoint)
