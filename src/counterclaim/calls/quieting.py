"""Noise under speech made fainter before a model hears it: as much as there is noise, never more than so many decibels.

    loudness   how far the speech of a window stands above its noise, in decibels (``above_noise``)
    noise      of each band, followed through speech by how likely speech is there (Gerkmann and Hendriks 2012)
    gains      the least error in log amplitude (Ephraim and Malah 1985), with the last frame's speech as a guide

What is taken away is bounded: a recogniser understands a little noise better than the holes and chirps that taking it
all away leaves behind. A window whose speech stands well above its noise is left as it is, sample for sample.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float32]
    Powers = NDArray[np.float64]

_FRAME, _STEP = 512, 128  # samples at 16 kHz: 32 ms every 8 ms
_BAND = slice(10, 108)  # bands between 300 and 3,400 Hz, the telephone's
_NOISY, _CLEAN = 10.0, 14.0  # decibels between which less and less is taken away; above, it costs words
_MOST = 10.0  # decibels by which a band is made fainter at most
_QUIET = 0.2  # the share of a window's frames that is taken for noise alone at first, in each band
_LIKELY = 10**1.5  # how far speech stands above noise where it is there, as power: 15 dB
_FORGET, _DRAG = 0.8, 0.9  # of the noise, and of how likely speech is, from frame to frame
_STUCK = 0.99  # how likely speech may be held for long, so that noise that grows louder is not taken for it
_LAST = 0.98  # the share of the last frame in the guess of the speech
_FAINTEST = 10**-2.5  # speech to noise, as power, that is guessed at least


def above_noise(sound: Array) -> float:
    """How far the speech in a window stands above its noise, in decibels; without noise, 100."""
    import numpy as np

    powers = _powers(_frames(sound))
    noise = float(_first_noise(powers)[_BAND].sum())
    whole = float(powers[:, _BAND].sum(axis=1).mean())
    return 100.0 if noise <= whole * 1e-10 else float(10 * np.log10(whole / noise))


def quieted(sound: Array) -> Array:
    """A window of speech at 16 kHz with its noise made fainter; the same window where there is little."""
    import numpy as np

    share = (_CLEAN - above_noise(sound)) / (_CLEAN - _NOISY)
    if share <= 0 or len(sound) < _FRAME:
        return sound
    spectra = _frames(sound)
    gains = _gains(_powers(spectra), 10 ** (-_MOST * min(1.0, share) / 20))
    return _joined(spectra * gains.astype(np.float32), len(sound))


def _window() -> Array:
    """The root of a Hann window: applied before and after, its overlaps add up."""
    import numpy as np

    return np.sqrt(0.5 - 0.5 * np.cos(2 * np.pi * np.arange(_FRAME) / _FRAME)).astype(np.float32)


def _frames(sound: Array) -> NDArray[np.complex64]:
    """Spectra of overlapping frames: n × 257."""
    import numpy as np

    padded = np.pad(sound, (_FRAME, _FRAME + -len(sound) % _STEP))
    frames = np.lib.stride_tricks.sliding_window_view(padded, _FRAME)[::_STEP]
    return np.fft.rfft(frames * _window(), axis=1).astype(np.complex64)


def _joined(spectra: NDArray[np.complex64], size: int) -> Array:
    """Samples of spectra, the overlaps added."""
    import numpy as np

    frames = np.fft.irfft(spectra, _FRAME, axis=1).astype(np.float32) * _window()
    parts = _FRAME // _STEP
    whole = np.zeros((len(frames) + parts) * _STEP, np.float32)
    for part in range(parts):
        added = frames[:, part * _STEP : (part + 1) * _STEP].reshape(-1)
        whole[part * _STEP : part * _STEP + len(added)] += added
    return whole[_FRAME : _FRAME + size] / np.float32(parts / 2)


def _powers(spectra: NDArray[np.complex64]) -> Powers:
    import numpy as np

    return np.square(spectra.real, dtype=np.float64) + np.square(spectra.imag, dtype=np.float64)


def _first_noise(powers: Powers) -> Powers:
    """The noise of each band, from its faintest frames: powers of noise alone fall off exponentially."""
    import numpy as np

    return np.asarray(np.quantile(powers, _QUIET, axis=0) / -np.log1p(-_QUIET), np.float64)


def _gains(powers: Powers, least: float) -> Powers:
    """What each band of each frame is multiplied by, ``least`` at the least."""
    import numpy as np

    noise = np.maximum(_first_noise(powers), 1e-12)
    likely = np.full_like(noise, 0.5)
    last = np.zeros_like(noise)
    gains = np.empty_like(powers)
    for number, power in enumerate(powers):
        speech = 1 / (1 + (1 + _LIKELY) * np.exp(-np.minimum(power / noise * _LIKELY / (1 + _LIKELY), 200)))
        likely = _DRAG * likely + (1 - _DRAG) * speech
        speech = np.where(likely > _STUCK, np.minimum(speech, _STUCK), speech)
        noise = np.maximum(_FORGET * noise + (1 - _FORGET) * (speech * noise + (1 - speech) * power), 1e-12)
        above = np.minimum(power / noise, 1e3)
        guess = np.maximum(_LAST * last / noise + (1 - _LAST) * np.maximum(above - 1, 0), _FAINTEST)
        share = guess / (1 + guess)
        gain = np.minimum(share * np.exp(0.5 * _exponential_integral(share * above)), 1)
        last = gain**2 * power
        gains[number] = np.maximum(gain, least)
    return gains


def _exponential_integral(x: Powers) -> Powers:
    """E1 of positive numbers, to 2e-7: Abramowitz and Stegun 5.1.53 up to 1, 5.1.56 above."""
    import numpy as np

    small, large = np.clip(x, 1e-6, 1), np.maximum(x, 1)
    below = np.polyval([0.00107857, -0.00976004, 0.05519968, -0.24991055, 0.99999193, -0.57721566], small)
    over = np.polyval([1, 8.5733287401, 18.0590169730, 8.6347608925, 0.2677737343], large)
    under = np.polyval([1, 9.5733223454, 25.6329561486, 21.0996530827, 3.9584969228], large)
    return np.asarray(np.where(x < 1, below - np.log(small), np.exp(-large) / large * over / under), np.float64)
