// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.sidebyside.prober;

import dev.zoneprobe.measure.interval.LatencyHistogram;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The least that a probe can cost: `bare_loop.c`, one thread and blocking sockets.
public final class BareLoop implements Prober {
  private static final int CPU = 1;
  private static final int RESIDENT = 3;

  private final Path program;

  private BareLoop(Path program) {
    this.program = program;
  }

  /// Compiles it into `folder`.
  public static BareLoop compile(Path source, Path folder)
      throws IOException, InterruptedException {
    Path program = folder.resolve("bare_loop");
    Process compiler =
        new ProcessBuilder("cc", "-O2", "-o", program.toString(), source.toString())
            .inheritIO()
            .start();
    if (compiler.waitFor() != 0) {
      throw new IOException("cc could not compile " + source);
    }
    return new BareLoop(program);
  }

  @Override
  public String name() {
    return "bare C loop";
  }

  @Override
  public Reading measure(Load load, int port) throws IOException, InterruptedException {
    Process loop =
        new ProcessBuilder(
                program.toString(),
                load.kind().label(),
                String.valueOf(port),
                String.valueOf(load.targets()),
                "1", // it has nothing to warm up
                String.valueOf(load.measured().toSeconds()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Reading reading;
    try (BufferedReader lines = loop.inputReader()) {
      reading = read(lines.lines().toList());
    }
    if (loop.waitFor() != 0) {
      throw new IOException("the bare loop failed");
    }
    return reading;
  }

  private static Reading read(List<String> lines) {
    LatencyHistogram connect = new LatencyHistogram();
    LatencyHistogram whole = new LatencyHistogram();
    for (String line : lines.subList(0, lines.size() - 1)) {
      List<String> nanos = List.of(line.split(" "));
      connect.record(Long.parseLong(nanos.getFirst()));
      whole.record(Long.parseLong(nanos.getLast()));
    }
    List<String> cost = List.of(lines.getLast().split(" "));
    return new Reading(
        Optional.of(connect),
        whole,
        whole.count(),
        Long.parseLong(cost.get(CPU)),
        Long.parseLong(cost.get(RESIDENT)));
  }
}
