// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.reload;

import dev.zoneprobe.agent.config.AgentSettings;
import dev.zoneprobe.agent.reload.LiveConfig.Occasion;
import dev.zoneprobe.watch.ContentDigest;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks every second whether the configuration's file holds something else, and loads it when it
/// does (decision 0017).
///
/// A file that differs from the last look is left alone until the next: somebody may be writing it.
/// Every ten seconds it is loaded as a matter of routine, for the sake of what it refers to.
/// Everything happens on one thread, `zoneprobe-config`.
public final class ConfigWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final int LOOKS_PER_ROUTINE = 10;

  private final LiveConfig config;
  private final Consumer<AgentSettings> adopter;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("zoneprobe-config").daemon().factory());

  /// Both are of the one thread.
  private ContentDigest lastSeen;

  private int looks;

  /// Looks at nothing before [#start()].
  ///
  /// @param adopter puts settings into force, or throws IllegalArgumentException having changed
  ///   nothing
  public ConfigWatch(LiveConfig config, Consumer<AgentSettings> adopter) {
    this.config = config;
    this.adopter = adopter;
    this.lastSeen = config.digest();
  }

  /// Begins to look.
  public void start() {
    Future<?> _ =
        thread.scheduleWithFixedDelay(
            this::look, BETWEEN_LOOKS.toMillis(), BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Loads the file soon, whether or not it has changed. Returns at once; thread-safe.
  public void reload() {
    try {
      thread.execute(() -> load(Occasion.ASKED));
    } catch (RejectedExecutionException _) {
      // The agent is stopping.
    }
  }

  private void look() {
    ContentDigest now = config.digest();
    boolean settled = now.equals(lastSeen);
    lastSeen = now;
    looks++;
    if (settled && config.isStale(now)) {
      load(Occasion.CHANGED);
    } else if (settled && looks % LOOKS_PER_ROUTINE == 0) {
      load(Occasion.ROUTINE);
    }
  }

  /// A defect must not end the looking, which nobody would notice.
  private void load(Occasion occasion) {
    try {
      config.load(occasion, adopter);
    } catch (RuntimeException defect) {
      LOG.error("the configuration could not be loaded for a defect", defect);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
