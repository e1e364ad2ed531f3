// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.reload;

import dev.zoneprobe.agent.reload.LiveConfig.Adopter;
import dev.zoneprobe.agent.reload.LiveConfig.Occasion;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks every second whether the configuration's files hold something else, and loads them when
/// they do (decision 0017).
///
/// Files that differ from the last look are left alone until the next: somebody may be writing
/// them. Refused files are tried again every ten seconds, without a word if nothing is new: what
/// they lacked may have come. Everything happens on one thread, `zoneprobe-config`.
public final class ConfigWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final int LOOKS_BEFORE_TRYING_AGAIN = 10;

  private final LiveConfig config;
  private final Adopter adopter;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("zoneprobe-config").daemon().factory());

  /// Both are of the one thread.
  private FileDigests lastSeen;

  private int looks;

  /// Looks at nothing before [#start()].
  public ConfigWatch(LiveConfig config, Adopter adopter) {
    this.config = config;
    this.adopter = adopter;
    this.lastSeen = config.digests();
  }

  /// Begins to look.
  public void start() {
    Future<?> _ =
        thread.scheduleWithFixedDelay(
            this::look, BETWEEN_LOOKS.toMillis(), BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Loads the files soon, whether or not they have changed. Returns at once; thread-safe.
  public void reload() {
    try {
      thread.execute(() -> load(Occasion.ASKED));
    } catch (RejectedExecutionException _) {
      // The agent is stopping.
    }
  }

  private void look() {
    FileDigests now = config.digests();
    boolean settled = now.equals(lastSeen);
    lastSeen = now;
    looks++;
    if (settled && config.isStale(now)) {
      load(Occasion.CHANGED);
    } else if (config.history().isRefused() && looks % LOOKS_BEFORE_TRYING_AGAIN == 0) {
      load(Occasion.TRIED_AGAIN);
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
