"""Recordings with noise: what is made fainter, by how much, and what is left as it is."""

from __future__ import annotations

from typing import Any

import pytest

from counterclaim.calls.quieting import _exponential_integral, above_noise, quieted

np: Any = pytest.importorskip("numpy")

RATE = 16_000
SECONDS = 12


def voice() -> Any:
    """Syllables of a buzz of changing pitch, half a second of each second, as loud as speech on a telephone."""
    at = np.arange(RATE * SECONDS) / RATE
    pitch = 2 * np.pi * np.cumsum(120 + 40 * np.sin(2 * np.pi * at * 1.3)) / RATE
    buzz = sum(np.sin(k * pitch) / k for k in range(3, 26))
    syllables = np.abs(np.sin(2 * np.pi * 4 * at)) * ((at % 1) < 0.5)
    return (0.08 * buzz / np.std(buzz) * syllables).astype(np.float32)


def noise(below: float) -> Any:
    """Noise so many decibels below the voice, in the telephone's band."""
    spectrum = np.fft.rfft(np.random.default_rng(5).standard_normal(RATE * SECONDS))
    frequencies = np.fft.rfftfreq(RATE * SECONDS, 1 / RATE)
    spectrum[(frequencies < 300) | (frequencies > 3400)] = 0
    made = np.fft.irfft(spectrum, RATE * SECONDS)
    return (made / np.std(made) * 0.05 * 10 ** (-below / 20)).astype(np.float32)


def decibels(ratio: float) -> float:
    return float(10 * np.log10(ratio))


def test_speech_without_noise_is_heard_sample_for_sample_as_it_is() -> None:
    for below in (40.0, 22.0):
        sound = voice() + noise(below)
        assert quieted(sound) is sound
    silence = np.zeros(RATE, np.float32)
    assert quieted(silence) is silence
    nothing = np.zeros(0, np.float32)
    assert quieted(nothing) is nothing


@pytest.mark.parametrize("below", [10.0, 3.0])
def test_how_far_speech_stands_above_its_noise_is_known_to_three_decibels(below: float) -> None:
    sound = voice() + noise(below)
    true = decibels(float(np.mean(sound**2) / np.mean(noise(below) ** 2)))
    assert above_noise(sound) == pytest.approx(true, abs=3)


def test_noise_is_made_fainter_and_speech_is_kept() -> None:
    clean, hiss = voice(), noise(10.0)
    heard = quieted(clean + hiss)
    assert len(heard) == len(clean)
    at = np.arange(len(clean)) / RATE % 1
    spoken, pause = at < 0.5, at > 0.7
    assert decibels(float(np.mean(heard[pause] ** 2) / np.mean(hiss[pause] ** 2))) < -6
    assert np.mean((heard - clean) ** 2) < np.mean(hiss**2) * 0.8
    assert decibels(float(np.mean(heard[spoken] ** 2) / np.mean(clean[spoken] ** 2))) == pytest.approx(0, abs=2)


def test_no_sound_is_made_fainter_than_by_ten_decibels() -> None:
    hiss = noise(0.0)
    assert -10.3 < decibels(float(np.mean(quieted(hiss) ** 2) / np.mean(hiss**2))) < -6


def test_the_more_noise_the_more_is_taken_away() -> None:
    left = []
    for below in (17.0, 15.0, 8.0):
        pause = (np.arange(RATE * SECONDS) / RATE % 1) > 0.7
        sound = voice() + noise(below)
        left.append(decibels(float(np.mean(quieted(sound)[pause] ** 2) / np.mean(sound[pause] ** 2))))
    assert 0 > left[0] > left[1] > left[2] > -10.5


def test_the_same_sound_is_made_fainter_in_the_same_way() -> None:
    sound = voice() + noise(6.0)
    assert np.array_equal(quieted(sound), quieted(sound.copy()))


@pytest.mark.parametrize(("x", "known"), [(0.1, 1.8229239585), (1.0, 0.2193839344), (10.0, 4.156968930e-6)])
def test_the_exponential_integral_has_its_tabled_values(x: float, known: float) -> None:
    assert float(_exponential_integral(np.asarray([x]))[0]) == pytest.approx(known, abs=3e-7, rel=1e-4)
