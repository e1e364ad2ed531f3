// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.reload;

import dev.zoneprobe.agent.config.AgentSettings;
import dev.zoneprobe.agent.reload.LiveConfig.Occasion;
import dev.zoneprobe.task.EnduringTask;
import dev.zoneprobe.watch.ContentDigest;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/// Looks every second whether the configuration's file holds something else, and loads it when it
/// does (decision 0017).
///
/// A file that differs from the last look is left alone until the next: somebody may be writing it.
/// Every ten seconds it is loaded as a matter of routine, for the sake of what it refers to.
/// Everything happens on one thread, `zoneprobe-config`.
public final class ConfigWatch implements AutoCloseable {
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

  private final EnduringTask asked =
      new EnduringTask("loading the configuration", () -> load(Occasion.ASKED));

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
    new EnduringTask("looking at the configuration", this::look)
        .withPauses(thread, BETWEEN_LOOKS, BETWEEN_LOOKS);
  }

  /// Loads the file soon, whether or not it has changed. Returns at once; thread-safe.
  public void reload() {
    try {
      thread.execute(asked);
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

  private void load(Occasion occasion) {
    config.load(occasion, adopter);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
