"""The process that decodes one recording: a file on standard input, samples on standard output, nothing else in reach.

Run by path, so that it imports nothing of ours. Arguments: bytes of memory, seconds of processor time, most seconds of
sound, whether it is only asked what the recording is. Standard output is one line of JSON, then 16-bit samples at
16 kHz, channels interleaved; standard error ends with a line of JSON once all is decoded.

Containers that point at other files or addresses (playlists, concat scripts) are not among the formats that may be
opened, no protocol is allowed, and the process gives up opening files and sockets before it looks at the first byte.
"""

from __future__ import annotations

import importlib
import json
import os
import runpy
import sys
import wave
from io import BytesIO
from pathlib import Path
from typing import Any

RATE = 16_000
# Formats that hold their sound. What is not here is not opened: hls, dash, concat, ffconcat, sdp, rtsp, image2 …
FORMATS = ("wav,w64,mp3,flac,ogg,mov,mp4,m4a,3gp,matroska,webm,aac,amr,amrnb,amrwb,aiff,au,caf,asf,avi,gsm,mpeg,mpegts,"
           "flv,ac3,eac3,opus,voc,wv,ape,tta,mpc,mpc8,nut,rm,g722,g729")  # fmt: skip
_UNKNOWN = {"format": None, "rate": 0, "channels": 0, "seconds": 0.0, "video": False}


def main() -> None:
    """Decode; on a file that cannot be, print ``{"error": …}``."""
    memory, seconds, longest = (int(word) for word in sys.argv[1:4])
    only_look = sys.argv[4:] == ["look"]
    av: Any = importlib.import_module("av")
    av.logging.set_level(av.logging.PANIC)
    _warm_up(av)
    source = os.fdopen(0, "rb", closefd=False)
    runpy.run_path(str(Path(__file__).parents[1] / "documents" / "fence.py"))["give_up_privileges"](memory, seconds)
    try:
        container = av.open(source, options={"format_whitelist": FORMATS, "protocol_whitelist": "none"})
        streams = container.streams.audio
        told = dict(_UNKNOWN) | {"format": container.format.name, "video": bool(container.streams.video)}
        if not streams:
            _say({"error": "it holds a film without sound" if container.streams.video else "it holds no sound", **told})
            return
        stream = streams[0]
        stream.thread_type = "NONE"
        length = container.duration / 1e6 if container.duration else 0.0
        channels = stream.codec_context.channels
        told |= {"rate": stream.codec_context.sample_rate, "channels": channels, "seconds": length,
                 "codec": stream.codec_context.name, "streams": len(streams)}  # fmt: skip
        if length > longest:
            _say({"error": "too long", **told})
            return
    except (av.error.FFmpegError, ValueError, OSError, IndexError, EOFError) as error:
        _say({"error": "not audio", "why": str(error)[:200]})
        return
    _say(told)
    if not only_look:
        _decode(av, container, stream, 2 if channels == 2 else 1, longest)


def _warm_up(av: Any) -> None:
    """Decodes a hundredth of a second of silence, so that all that is loaded at first use is loaded by now."""
    silence = BytesIO()
    with wave.open(silence, "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(160))
    silence.seek(0)
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    for frame in av.open(silence).decode(audio=0):
        for made in resampler.resample(frame):
            bytes(made.planes[0])
    try:
        av.open(BytesIO(b"this is no sound"))
    except av.error.FFmpegError as error:
        str(error)


def _say(told: dict[str, Any]) -> None:
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n")
    sys.stdout.buffer.flush()


def _decode(av: Any, container: Any, stream: Any, channels: int, longest: int) -> None:
    resampler = av.AudioResampler(format="s16", layout="stereo" if channels == 2 else "mono", rate=RATE)
    samples, fault, packets = 0, "", 0
    try:
        for packet in container.demux(stream):
            packets += 1
            try:
                frames = packet.decode()
            except av.error.InvalidDataError:
                fault = "part of it is damaged and was passed over"
                continue
            for frame in frames:
                for made in resampler.resample(frame):
                    samples += _write(made, channels)
            if samples > longest * RATE:
                fault = "too long"
                break
        for made in resampler.resample(None):
            samples += _write(made, channels)
    except (av.error.FFmpegError, ValueError, EOFError) as error:
        fault = f"it is damaged or cut short ({str(error)[:100]})"
    sys.stdout.buffer.flush()
    print(json.dumps({"samples": samples, "fault": fault}), file=sys.stderr)


def _write(frame: Any, channels: int) -> int:
    plane = bytes(frame.planes[0])[: frame.samples * channels * 2]
    sys.stdout.buffer.write(plane)
    return int(frame.samples)


if __name__ == "__main__":
    main()
