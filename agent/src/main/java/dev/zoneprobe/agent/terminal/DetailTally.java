// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.terminal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Outcome;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the failed attempts of each target tell beside their reasons: "HTTP status 503", the words
/// of a certificate's judge. Thread-safe.
///
/// A target has at most [#MOST] different details; what comes beyond counts as [#OTHERS].
public final class DetailTally {
  static final int MOST = 8;
  static final String OTHERS = "others";

  @GuardedBy("this")
  private final Map<String, Map<String, Long>> byTarget = new LinkedHashMap<>();

  /// Counts an attempt that failed and tells something.
  public void add(Attempt attempt) {
    if (attempt.outcome() instanceof Outcome.Failed) {
      attempt.trace().detail().ifPresent(detail -> add(attempt.subject().target(), detail));
    }
  }

  private synchronized void add(String target, String detail) {
    Map<String, Long> details = byTarget.computeIfAbsent(target, _ -> new LinkedHashMap<>());
    boolean hasRoom = details.size() < MOST || details.containsKey(detail);
    details.merge(hasRoom ? detail : OTHERS, 1L, Long::sum);
  }

  /// How many attempts of `target` told what, in the order in which it was told first.
  public synchronized Map<String, Long> of(String target) {
    return new LinkedHashMap<>(byTarget.getOrDefault(target, Collections.emptyMap()));
  }
}
