// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.measure;

import java.util.Optional;

/// What an attempt is about: the part of a series' identity that all attempts of a target share.
public record Subject(String destinationZone, String target, Protocol protocol, Owner owner) {
  /// The `target` label of mesh peers: their series must not grow with the number of nodes.
  public static final String PEER = "peer";

  /// The `target` label of the same peers, reached through the address of their Service.
  public static final String SERVICE = "service";

  /// The zone of a node or endpoint whose zone nobody told.
  public static final String UNKNOWN_ZONE = "unknown";

  /// Refuses label values that [Label#checked] refuses.
  public Subject {
    Label.checked("destination zone", destinationZone);
    Label.checked("target", target);
  }

  /// The same target in another zone.
  public Subject in(String zone) {
    return new Subject(zone, target, protocol, owner);
  }

  /// Who looks after a target: free labels, carried along and never part of a series' identity.
  public record Owner(Optional<String> team, Optional<String> service) {
    /// Nobody said.
    public static final Owner NONE = new Owner(Optional.empty(), Optional.empty());

    /// Refuses label values that [Label#checked] refuses.
    public Owner {
      team.ifPresent(value -> Label.checked("team", value));
      service.ifPresent(value -> Label.checked("service", value));
    }
  }
}
