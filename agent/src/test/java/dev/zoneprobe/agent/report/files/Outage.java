// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.report.files;

import dev.zoneprobe.agent.Examples;
import dev.zoneprobe.agent.SteppingClock;
import dev.zoneprobe.agent.record.LatencyLedger;
import dev.zoneprobe.agent.report.backlog.Backlog;
import dev.zoneprobe.agent.report.backlog.BacklogCounts;
import dev.zoneprobe.agent.report.files.Predecessors.Succession;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Connection;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Outcome;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.interval.IntervalSnapshot;
import dev.zoneprobe.measure.trace.Retransmits;
import dev.zoneprobe.measure.trace.Trace;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// An agent whose collector is away, as far as its memory is concerned: cuts pile up in a backlog
/// with a state directory, beside as much as the rest of an agent takes.
///
/// Arguments: the state directory, a boot id, how many bytes may wait, how many cuts are made.
final class Outage {
  /// More than an agent of 500 targets takes (docs/sizing.md): a backlog that takes three times
  /// what it is counted for does not fit beside it.
  private static final int REST_OF_THE_AGENT = 23 << 20;

  private static final int TARGETS = 48;
  private static final int ATTEMPTS = 13; // on each target between two cuts

  private final Random random = new Random(1);
  private final LatencyLedger ledger;
  private long id;

  private Outage(String boot) {
    ledger =
        new LatencyLedger(
            new IntervalSnapshot.Source("node", "zone-a", boot),
            InstantSource.fixed(Examples.NOON));
  }

  public static void main(String[] arguments) throws IOException {
    byte[] rest = new byte[REST_OF_THE_AGENT];
    try {
      run(arguments);
    } finally {
      Reference.reachabilityFence(rest);
    }
  }

  private static void run(String[] arguments) throws IOException {
    Outage outage = new Outage(arguments[1]);
    Succession succession = Predecessors.succeed(Path.of(arguments[0]), arguments[1], "node");
    Backlog backlog =
        new Backlog(succession.inheritance(), Long.parseLong(arguments[2]), new SteppingClock());
    for (int cut = 0; cut < Integer.parseInt(arguments[3]); cut++) {
      backlog.add(outage.cut());
    }
    tell(backlog.counts());
    succession.directory().close();
  }

  private static void tell(BacklogCounts counts) {
    System.out.println("bytes=" + counts.bytes());
    System.out.println("merges=" + counts.merges());
    System.out.println("inherited=" + counts.inherited());
    System.out.println("waiting=" + counts.waiting());
  }

  private IntervalSnapshot cut() {
    for (int target = 0; target < TARGETS; target++) {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        ledger.record(attempt("target-" + target, attempt == 0));
      }
    }
    return ledger.cut();
  }

  private Attempt attempt(String target, boolean fails) {
    long connect = nanos();
    long roundTrip = nanos();
    long total = connect + roundTrip;
    return new Attempt(
        ++id,
        Examples.subject(target),
        new Attempt.Circumstances(
            Examples.NOON, Connection.NEW, SourceState.CALM, Optional.of("node-" + id % 50)),
        fails
            ? new Outcome.Failed(Failure.ROUND_TRIP_TIMEOUT, Phase.ROUND_TRIP)
            : new Outcome.Success(),
        Map.of(
            Phase.TCP_CONNECT, connect,
            Phase.ROUND_TRIP, roundTrip,
            Phase.TOTAL, total,
            Phase.LATE, 1_000L,
            Phase.RESPONSE, total),
        trace());
  }

  private Trace trace() {
    return new Trace(
        Optional.empty(),
        Optional.empty(),
        Retransmits.NONE,
        Optional.empty(),
        Optional.of("what the other side said, as far as it is of use to somebody"));
  }

  /// Around a millisecond, and ten of them now and then.
  private long nanos() {
    return (long) (1e6 * Math.exp(random.nextGaussian()));
  }
}
