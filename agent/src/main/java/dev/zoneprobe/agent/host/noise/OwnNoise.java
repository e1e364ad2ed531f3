// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.host.noise;

import dev.zoneprobe.agent.host.kernel.CpuTime;
import dev.zoneprobe.agent.host.kernel.KernelCounters;
import dev.zoneprobe.agent.host.kernel.KernelCounters.Strain;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.NanoClock;
import dev.zoneprobe.measure.SourceState;
import dev.zoneprobe.measure.self.Noise;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells attempts that ran while the agent was held up, or its host under pressure, from the
/// others.
///
/// One thread, `zoneprobe-noise`, measures and hands judged attempts on, a tenth of a second after
/// they ended or a little more. Thread-safe.
public final class OwnNoise implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OwnNoise.class);
  private static final long LONGEST_LAST_WINDOW_MILLIS = 1_000;

  private final NanoClock clock;
  private final StallMeter meter;
  private final SourceJudge judge;
  private final Map<String, Boolean> sources;
  private final Thread thread;

  private volatile boolean closed;

  /// Begins to measure at [#start()].
  ///
  /// @param kernel stays with its owner
  /// @param stalls is told how long each stall was, in nanoseconds
  /// @param judged is told each attempt
  public OwnNoise(
      NanoClock clock,
      KernelCounters kernel,
      ObjLongConsumer<StallCause> stalls,
      Consumer<Attempt> judged) {
    this.clock = clock;
    this.meter = new StallMeter(clock, kernel, stalls);
    this.judge = new SourceJudge(meter.stalls(), meter.pressures(), judged);
    this.sources = sources(kernel);
    this.thread = Thread.ofPlatform().name("zoneprobe-noise").daemon().unstarted(this::run);
  }

  private static Map<String, Boolean> sources(KernelCounters kernel) {
    Map<String, Boolean> sources = new TreeMap<>();
    sources.put(StallCause.WAKE_UP.label(), true);
    sources.put(StallCause.GC_PAUSE.label(), true);
    sources.put(StallCause.THROTTLED.label(), kernel.throttling().isPresent());
    sources.put("stolen", kernel.cpuTime().flatMap(CpuTime::stolenNanos).isPresent());
    for (Strain strain : PressureWatch.STRAINS) {
      sources.put(
          strain.scope().label() + "_" + strain.resource().label() + "_pressure",
          kernel.pressure(strain).isPresent());
    }
    return sources;
  }

  /// Begins to measure.
  public void start() {
    thread.start();
  }

  /// Takes an attempt that has ended; it comes out judged later.
  ///
  /// @param dueNanos when it was due, by the same clock
  public void ended(Attempt attempt, long dueNanos) {
    judge.ended(attempt, dueNanos);
  }

  private void run() {
    meter.tick(clock.nanos());
    while (!closed) {
      try {
        long due = meter.nextTick();
        awaitMoment(due);
        meter.tick(due);
        judge.handOnUntil(meter.knownNanos());
      } catch (RuntimeException | Error defect) { // an Error would end the thread for ever
        LOG.error("a tick of the stall meter was lost to a defect", defect);
      }
    }
    meter.closeWindow();
  }

  private void awaitMoment(long nanos) {
    for (long left = nanos - clock.nanos(); left > 0 && !closed; left = nanos - clock.nanos()) {
      LockSupport.parkNanos(left);
    }
  }

  /// Whether it measures.
  public boolean isRunning() {
    return thread.isAlive();
  }

  /// What stalls and pressure are noticed by, in alphabetical order, and whether this host has it.
  public Map<String, Boolean> sources() {
    return Collections.unmodifiableMap(sources);
  }

  /// How many attempts came out in this state.
  public long judged(SourceState state) {
    return judge.count(state);
  }

  /// How many of them were judged by what was known when they ended, because too many were held
  /// back.
  public long judgedEarly() {
    return judge.early();
  }

  /// For how long the agent was held up since this was asked last.
  public Noise sinceLastAsked() {
    return meter.noise().sinceLastAsked();
  }

  /// How many attempts are held back.
  public int waiting() {
    return judge.waiting();
  }

  /// Measures until now and hands on every attempt that has ended; then stops.
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(LONGEST_LAST_WINDOW_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    judge.handOnAll();
  }
}
