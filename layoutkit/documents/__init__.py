"""JSON and text at the borders: written from templates/, checked by schemas/."""

from layoutkit.documents.checking import check, judged, schema, schema_faults, schema_names, sound
from layoutkit.documents.files import MAX_BYTES, MAX_DEPTH, Keys, Locate, data_path
from layoutkit.documents.hinting import nearest, plain
from layoutkit.documents.json_text import HALF, read_json, read_text
from layoutkit.documents.layouts import layout_document, layout_from
from layoutkit.documents.scenes import scene_from
from layoutkit.documents.writing import to_json, to_script, write_page, write_payload, write_picture

__all__ = [
    "HALF",
    "MAX_BYTES",
    "MAX_DEPTH",
    "Keys",
    "Locate",
    "check",
    "data_path",
    "judged",
    "layout_document",
    "layout_from",
    "nearest",
    "plain",
    "read_json",
    "read_text",
    "scene_from",
    "schema",
    "schema_faults",
    "schema_names",
    "sound",
    "to_json",
    "to_script",
    "write_page",
    "write_payload",
    "write_picture",
]
