// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.target;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;

/// All targets that are to be probed now: those of the configuration, and the peers of the plan.
///
/// Tells its listener each time the whole changes, one change after the other. A target that stays
/// keeps its schedule and connections. Thread-safe.
public final class TargetRoster {
  private final Listener listener;

  @GuardedBy("this")
  private Set<Target> configured;

  @GuardedBy("this")
  private Set<Target> peers = Set.of();

  /// Learns who is to be probed.
  @FunctionalInterface
  public interface Listener {
    /// From now on, exactly `targets` are probed. If it throws, the old ones are as before.
    ///
    /// @param renewed which of them have to be opened anew although they were probed before
    void retarget(Set<Target> targets, Predicate<Target> renewed);
  }

  /// Tells `listener` about `configured` at once.
  public TargetRoster(Collection<Target> configured, Listener listener) {
    this.configured = Set.copyOf(configured);
    this.listener = listener;
    listener.retarget(this.configured, _ -> false);
  }

  /// The configuration's targets are now these. If the listener refuses them with an exception, the
  /// old ones stay.
  ///
  /// @param renewed which of them have to be opened anew although nothing about them has changed
  public synchronized void replaceConfigured(
      Collection<Target> newTargets, Predicate<Target> renewed) {
    Set<Target> replacement = Set.copyOf(newTargets);
    listener.retarget(together(replacement, peers), renewed);
    configured = replacement;
  }

  /// The peers are now these. If the listener refuses them with an exception, the old ones stay.
  public synchronized void replacePeers(Collection<Target> newPeers) {
    Set<Target> replacement = Set.copyOf(newPeers);
    if (!replacement.equals(peers)) {
      listener.retarget(together(configured, replacement), _ -> false);
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
