"""Vectors of voices, to tell the speakers of one recording apart: resemblyzer's encoder in numpy.

The weights are those that the package resemblyzer 0.1.4 ships (Apache-2.0; GE2E, Wan et al. 2018): three LSTM layers of
256, a linear layer, ReLU, length one; windows of 160 frames of a 40-band mel spectrogram. They are read without torch.
A vector is compared within its own recording only, and is not kept.
"""

from __future__ import annotations

import pickle
from collections import OrderedDict
from functools import lru_cache
from hashlib import sha256
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterclaim.model import CounterclaimError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float32]
    Samples = NDArray[np.int16]

WINDOW = 1.6  # seconds of one vector
INSTALL = "pip install --no-deps resemblyzer==0.1.4"  # without its dependencies, of which none is needed
SHA256 = "39373b86598fa3da9fcddee6142382efe09777e8d37dc9c0561f41f0070f134e"  # of its pretrained.pt
_FRAMES, _BANDS, _HIDDEN, _LAYERS = 160, 40, 256, 3
_RATE, _FFT, _HOP = 16_000, 400, 160
_LOUDNESS = 10 ** (-30 / 20)  # root mean square, of full scale, to which quieter sound is raised
_BATCH = 64  # windows at once


def has_voices() -> bool:
    """Whether the weights are installed; the package itself is never imported."""
    return _file() is not None


def _file() -> Path | None:
    spec = find_spec("resemblyzer")
    path = Path(spec.origin).parent / "pretrained.pt" if spec is not None and spec.origin else None
    return path if path is not None and path.is_file() else None


def vectors(sound: Samples, starts: list[int]) -> Array:
    """A vector of length one for the window of 1.6 seconds at each of ``starts`` (samples at 16 kHz): n × 256."""
    import numpy as np

    weights = _weights()
    size = _FRAMES * _HOP
    found = np.zeros((len(starts), _HIDDEN), np.float32)
    for first in range(0, len(starts), _BATCH):
        part = [_window(sound, start, size) for start in starts[first : first + _BATCH]]
        found[first : first + len(part)] = _forward(np.stack([_mel(one) for one in part]), weights)
    return found


def _window(sound: Samples, start: int, size: int) -> Array:
    import numpy as np

    part: Array = np.asarray(sound[max(0, start) : start + size], np.float32) / np.float32(32768)
    if len(part) < size:  # said again until it is long enough: silence would be part of the voice
        part = np.asarray(np.resize(part, size) if len(part) else np.zeros(size), np.float32)
    level = float(np.sqrt(np.mean(part * part)))
    if 0 < level < _LOUDNESS:
        part *= np.float32(_LOUDNESS / level)
    return part


def _forward(frames: Array, weights: dict[str, Array]) -> Array:
    """The encoder on n × 160 × 40 frames."""
    import numpy as np

    layer = frames
    for k in range(_LAYERS):
        inputs = layer @ weights[f"lstm.weight_ih_l{k}"].T
        inputs += weights[f"lstm.bias_ih_l{k}"] + weights[f"lstm.bias_hh_l{k}"]
        recurrent = np.ascontiguousarray(weights[f"lstm.weight_hh_l{k}"].T)
        hidden = np.zeros((len(frames), _HIDDEN), np.float32)
        cell = np.zeros_like(hidden)
        out = np.empty((len(frames), _FRAMES, _HIDDEN), np.float32)
        for t in range(_FRAMES):
            gates = inputs[:, t] + hidden @ recurrent
            enter, forget, new, leave = np.split(gates, 4, axis=1)
            cell = _sigmoid(forget) * cell + _sigmoid(enter) * np.tanh(new)
            hidden = _sigmoid(leave) * np.tanh(cell)
            out[:, t] = hidden
        layer = out
    raw = np.maximum(layer[:, -1] @ weights["linear.weight"].T + weights["linear.bias"], 0)
    return np.asarray(raw / np.maximum(np.linalg.norm(raw, axis=1, keepdims=True), 1e-9), np.float32)


def _sigmoid(x: Array) -> Array:
    import numpy as np

    return np.asarray(0.5 * (np.tanh(0.5 * x) + 1), np.float32)


def _mel(sound: Array) -> Array:
    """A power mel spectrogram, 160 frames × 40 bands: Hann windows of 25 ms every 10 ms, Slaney's scale and norm."""
    import numpy as np

    padded = np.pad(sound, _FFT // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, _FFT)[::_HOP][:_FRAMES]
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_FFT) / _FFT)
    power = np.abs(np.fft.rfft(frames * hann, axis=1)) ** 2
    return np.asarray(power @ _bands().T, np.float32)


@lru_cache(maxsize=1)
def _bands() -> Array:
    """40 triangles on Slaney's mel scale from 0 to 8,000 Hz, each of area one (Auditory Toolbox, 1998)."""
    import numpy as np

    step = 200 / 3
    knee = 1000 / step
    log = np.log(6.4) / 27
    top = knee + np.log(8000 / 1000) / log
    mels = np.linspace(0, top, _BANDS + 2)
    edges = np.where(mels < knee, mels * step, 1000 * np.exp(log * (mels - knee)))
    bins = np.linspace(0, _RATE / 2, _FFT // 2 + 1)
    rise = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    fall = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    shape = np.maximum(0, np.minimum(rise, fall)) * (2 / (edges[2:] - edges[:-2]))[:, None]
    return np.asarray(shape, np.float32)


@lru_cache(maxsize=1)
def _weights() -> dict[str, Array]:
    """The encoder's arrays by name, out of a file of torch's format before 1.6, checked by its sha256."""
    import numpy as np

    path = _file()
    if path is None:
        raise CounterclaimError(f"speakers of one channel are told apart with the weights of resemblyzer: {INSTALL}")
    content = path.read_bytes()
    if (found := sha256(content).hexdigest()) != SHA256:
        raise CounterclaimError(f"the weights in {path.name} are not those of resemblyzer 0.1.4 (sha256 {found})")
    stream = BytesIO(content)
    for _ in range(3):  # a magic number, the version, the sizes of types
        pickle.load(stream)
    told = _Unpickler(stream).load()
    keys = pickle.load(stream)
    stored: dict[str, Array] = {}
    for key in keys:
        count = int(np.frombuffer(stream.read(8), "<i8")[0])
        stored[key] = np.frombuffer(stream.read(count * 4), "<f4")
    return {
        name: stored[tensor.key][tensor.offset :][: int(np.prod(tensor.shape))].reshape(tensor.shape).copy()
        for name, tensor in told["model_state"].items()
        if name.startswith(("lstm.", "linear."))
    }


class _Tensor:
    """A tensor that has not been read yet: whose numbers it has, from where on, and its shape."""

    def __init__(self, storage: tuple[str, str], offset: int, shape: tuple[int, ...], *_: object) -> None:
        self.key, self.offset, self.shape = storage[1], offset, shape


class _Unpickler(pickle.Unpickler):
    """Reads the tables of a torch file and knows no class but the three that stand there."""

    def find_class(self, module: str, name: str) -> Any:
        known = {
            ("collections", "OrderedDict"): OrderedDict,
            ("torch._utils", "_rebuild_tensor_v2"): _Tensor,
            ("torch", "FloatStorage"): "float",
        }
        if (module, name) not in known:
            raise pickle.UnpicklingError(f"{module}.{name} is not allowed")
        return known[module, name]

    def persistent_load(self, pid: Any) -> tuple[str, str]:
        return str(pid[1]), str(pid[2])
