// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.container;

import java.io.IOException;
import java.io.UncheckedIOException;

/// What becomes of attempts between one look at the collectors and the next. Of one thread.
final class Looks {
  private final Cluster cluster;
  private ZoneCounts last;

  Looks(Cluster cluster) {
    this.cluster = cluster;
    this.last = counts();
  }

  ZoneCounts take() {
    ZoneCounts now = counts();
    ZoneCounts change = now.since(last);
    last = now;
    return change;
  }

  private ZoneCounts counts() {
    try {
      return cluster.counts();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
