"""Computes shaders with wgpu. For each NAME.wgsl in the folder: compiles it, and, if there is a NAME.in, puts its numbers into
the buffer at binding 0, runs `main` once, and writes what is in the buffer then to NAME.out.

    run_wgsl.py FOLDER         exit status 1, and the compiler's messages, where a shader is refused
    run_wgsl.py --available    exit status 0 where there is a wgpu and a device
"""
import pathlib
import struct
import sys

import wgpu

SLOTS = 64  # numbers in the buffer

device = wgpu.gpu.request_adapter_sync(power_preference="low-power").request_device_sync()
if sys.argv[1] == "--available":
    sys.exit(0)

refused = 0
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.wgsl")):
    try:
        module = device.create_shader_module(code=path.read_text(encoding="utf-8"))
    except wgpu.GPUError as problem:
        print(f"{path.name}: {problem}")
        refused += 1
        continue
    numbers = path.with_suffix(".in")
    if not numbers.exists():
        continue
    data = [float(x) for x in numbers.read_text(encoding="utf-8").split()]
    buffer = device.create_buffer_with_data(
        data=struct.pack(f"{SLOTS}f", *data, *[0.0] * (SLOTS - len(data))),
        usage=wgpu.BufferUsage.STORAGE | wgpu.BufferUsage.COPY_SRC,
    )
    pipeline = device.create_compute_pipeline(layout="auto", compute={"module": module, "entry_point": "main"})
    group = device.create_bind_group(
        layout=pipeline.get_bind_group_layout(0),
        entries=[{"binding": 0, "resource": {"buffer": buffer, "offset": 0, "size": buffer.size}}],
    )
    encoder = device.create_command_encoder()
    run = encoder.begin_compute_pass()
    run.set_pipeline(pipeline)
    run.set_bind_group(0, group)
    run.dispatch_workgroups(1)
    run.end()
    device.queue.submit([encoder.finish()])
    results = struct.unpack(f"{SLOTS}f", device.queue.read_buffer(buffer))
    path.with_suffix(".out").write_text("\n".join(repr(x) for x in results), encoding="utf-8")
sys.exit(1 if refused else 0)
