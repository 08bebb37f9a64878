"""What the wheel carries beside the package: the page and its files, where `cnnviz.assets` looks for them.

An editable install gets none of it: there the checkout itself is the app.
"""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLED = ("app.py", "pages", "assets", ".streamlit/config.toml")


class Bundle(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "standard":
            build_data["force_include"].update({path: f"cnnviz/_app/{path}" for path in BUNDLED})
