// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.recall;

import java.util.List;
import java.util.Optional;

/// Whoever keeps attempts. Asked on any thread.
public interface KeptAttempts {
  /// The attempt of this id, if it is still kept.
  Optional<SourcedAttempt> find(long id);

  /// All attempts at this moment, each once, in no order. The caller owns the list.
  List<SourcedAttempt> all();

  /// Which attempts are kept and for how long: a clause for a person who did not find one.
  String rule();
}
