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
/// Tells its listener each time the whole changes, one change after the other. Thread-safe.
public final class TargetRoster {
  private static final Logger LOG = LoggerFactory.getLogger(TargetRoster.class);

  private final Consumer<Set<Target>> listener;

  private final Set<Target> configured;

  @GuardedBy("this")
  private Set<Target> peers = Set.of();

  /// Tells `listener` about `configured` at once.
  public TargetRoster(Collection<Target> configured, Consumer<Set<Target>> listener) {
    this.configured = Set.copyOf(configured);
    this.listener = listener;
    listener.accept(this.configured);
    this.configured.stream()
        .filter(target -> target.endpoint().skipsVerification())
        .forEach(target ->
            LOG.warn(
                "target {}: skipVerify is on, so whoever answers is believed to be it",
                target.subject().target()));
  }

  /// The peers are now these; peers that stay keep their schedule and connections. If the listener
  /// refuses them with an exception, the old ones stay.
  public synchronized void replacePeers(Collection<Target> newPeers) {
    Set<Target> replacement = Set.copyOf(newPeers);
    if (!replacement.equals(peers)) {
      listener.accept(together(replacement));
      peers = replacement;
    }
  }

  /// Everything that is to be probed.
  public synchronized Set<Target> targets() {
    return together(peers);
  }

  private Set<Target> together(Set<Target> mesh) {
    Set<Target> all = new LinkedHashSet<>(configured);
    all.addAll(mesh);
    return Set.copyOf(all);
  }
}
