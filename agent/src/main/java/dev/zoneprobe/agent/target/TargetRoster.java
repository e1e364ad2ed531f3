// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.target;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/// All targets that are to be probed now: those of the configuration, and the peers of the plan.
///
/// Tells its listener each time the whole changes, one change after the other. A target that stays
/// keeps its schedule and connections. Thread-safe.
public final class TargetRoster {
  private final Consumer<Set<Target>> listener;

  @GuardedBy("this")
  private Set<Target> configured;

  @GuardedBy("this")
  private Set<Target> peers = Set.of();

  /// Tells `listener` about `configured` at once.
  public TargetRoster(Collection<Target> configured, Consumer<Set<Target>> listener) {
    this.configured = Set.copyOf(configured);
    this.listener = listener;
    listener.accept(this.configured);
  }

  /// The configuration's targets are now these. If the listener refuses them with an exception, the
  /// old ones stay.
  public synchronized void replaceConfigured(Collection<Target> newTargets) {
    Set<Target> replacement = Set.copyOf(newTargets);
    if (!replacement.equals(configured)) {
      listener.accept(together(replacement, peers));
      configured = replacement;
    }
  }

  /// The peers are now these. If the listener refuses them with an exception, the old ones stay.
  public synchronized void replacePeers(Collection<Target> newPeers) {
    Set<Target> replacement = Set.copyOf(newPeers);
    if (!replacement.equals(peers)) {
      listener.accept(together(configured, replacement));
      peers = replacement;
    }
  }

  /// Everything that is to be probed.
  public synchronized Set<Target> targets() {
    return together(configured, peers);
  }

  private static Set<Target> together(Set<Target> named, Set<Target> mesh) {
    Set<Target> all = new LinkedHashSet<>(named);
    all.addAll(mesh);
    return Set.copyOf(all);
  }
}
