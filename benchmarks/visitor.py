"""One browser session without a browser: asks the running app for pages over its websocket and waits for their end."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

# Seconds between two runs: a person is never faster, and what the server does after a run ends in it.
_PAUSE = 0.15


@dataclass
class Visitor:
    """A session on a page; ``boxes`` are the selection boxes that its last run drew: key, id and options.

    ``sliders`` are those that any run drew: key, id, and the part of the page that is drawn again when they move.
    """

    socket: websockets.ClientConnection
    page: str = ""
    boxes: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    sliders: dict[str, tuple[str, str]] = field(default_factory=dict)

    async def open(self, name: str = "") -> float:
        """Seconds until a page stands, the desk where no name is given."""
        asked = BackMsg()
        asked.rerun_script.page_name = name
        return await self._run(asked)

    async def choose(self, key: str, option: str) -> float:
        """Seconds until the page stands again after an option of a box was chosen."""
        asked = BackMsg()
        asked.rerun_script.page_script_hash = self.page
        state = asked.rerun_script.widget_states.widgets.add()
        state.id, state.string_value = self.boxes[key][0], option
        return await self._run(asked)

    async def slide(self, key: str, value: float) -> float:
        """Seconds until the part of the page stands again that a slider belongs to."""
        asked = BackMsg()
        asked.rerun_script.page_script_hash = self.page
        state = asked.rerun_script.widget_states.widgets.add()
        state.id, asked.rerun_script.fragment_id = self.sliders[key]
        state.double_array_value.data.append(value)
        return await self._run(asked)

    async def again(self) -> float:
        """Seconds until the same page stands again."""
        asked = BackMsg()
        asked.rerun_script.page_script_hash = self.page
        return await self._run(asked)

    async def _run(self, asked: BackMsg) -> float:
        asked.rerun_script.context_info.locale = "zh-CN"
        await asyncio.sleep(_PAUSE)
        started = time.perf_counter()
        await self.socket.send(asked.SerializeToString())
        self.boxes = {}
        while True:
            told = ForwardMsg()
            told.ParseFromString(bytes(await self.socket.recv(decode=False)))
            match told.WhichOneof("type"):
                case "navigation":
                    self.page = told.navigation.page_script_hash
                case "delta":
                    self._drawn(told)
                case "script_finished":
                    return time.perf_counter() - started

    def _drawn(self, told: ForwardMsg) -> None:
        element = told.delta.new_element
        if element.WhichOneof("type") == "exception":
            raise RuntimeError(element.exception.message)
        if element.WhichOneof("type") == "selectbox":
            box = element.selectbox
            self.boxes[box.id.rpartition("-")[2]] = (box.id, list(box.options))
        if element.WhichOneof("type") == "slider":
            self.sliders[element.slider.id.rpartition("-")[2]] = (element.slider.id, told.delta.fragment_id)
