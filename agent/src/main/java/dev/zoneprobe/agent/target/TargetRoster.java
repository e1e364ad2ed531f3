// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.target;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All targets that are to be probed now: those of the configuration, and the peers of the plan.
///
/// Tells its listener each time the whole changes, one change after the other. A target that stays
/// keeps its schedule and connections. Thread-safe.
public final class TargetRoster {
  private static final Logger LOG = LoggerFactory.getLogger(TargetRoster.class);

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
    warnOfUnverified(this.configured, Set.of());
  }

  private static void warnOfUnverified(Set<Target> now, Set<Target> before) {
    now.stream()
        .filter(target -> target.endpoint().skipsVerification() && !before.contains(target))
        .forEach(target ->
            LOG.warn(
                "target {}: skipVerify is on, so whoever answers is believed to be it",
                target.subject().target()));
  }

  /// The configuration's targets and the peers are now these. If the listener refuses them with an
  /// exception, all of the old ones stay.
  public synchronized void replace(Collection<Target> newTargets, Collection<Target> newPeers) {
    Set<Target> nextConfigured = Set.copyOf(newTargets);
    Set<Target> nextPeers = Set.copyOf(newPeers);
    if (!nextConfigured.equals(configured) || !nextPeers.equals(peers)) {
      listener.accept(together(nextConfigured, nextPeers));
      warnOfUnverified(nextConfigured, configured);
      configured = nextConfigured;
      peers = nextPeers;
    }
  }

  /// The peers are now these. If the listener refuses them with an exception, the old ones stay.
  public synchronized void replacePeers(Collection<Target> newPeers) {
    replace(configured, newPeers);
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
