// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.terminal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.terminal.DurationText;
import java.io.PrintWriter;
import java.util.Optional;

/// One line on a terminal that tells how far a run is; nothing where there is no terminal.
/// Thread-safe.
public final class Progress implements AutoCloseable {
  private static final String BACK_AND_CLEAR = "\r\u001b[K";

  private final Optional<PrintWriter> terminal;
  private final long expected;

  @GuardedBy("this")
  private long ended;

  @GuardedBy("this")
  private long failed;

  /// A line on `terminal` for a run of `expected` attempts.
  public Progress(Optional<PrintWriter> terminal, long expected) {
    this.terminal = terminal;
    this.expected = expected;
  }

  /// One more attempt has ended.
  public synchronized void ended(Attempt attempt) {
    ended++;
    failed += attempt.outcome().kind() == Outcome.Kind.FAILURE ? 1 : 0;
    Optional<Long> total = Optional.ofNullable(attempt.phaseNanos().get(Phase.TOTAL));
    String last = total.map(nanos -> ", last took " + DurationText.of(nanos)).orElse("");
    show("%d of %d attempts, %d failed%s".formatted(ended, expected, failed, last));
  }

  /// Tells what goes on before the first attempt ends.
  public synchronized void say(String what) {
    show(what);
  }

  @GuardedBy("this")
  private void show(String line) {
    terminal.ifPresent(out -> {
      out.print(BACK_AND_CLEAR + line);
      out.flush();
    });
  }

  /// Wipes the line.
  @Override
  public synchronized void close() {
    show("");
  }
}
