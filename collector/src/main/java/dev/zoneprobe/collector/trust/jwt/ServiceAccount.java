// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.trust.jwt;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A service account of Kubernetes; its text form is `namespace/name`.
public record ServiceAccount(String namespace, String name) {
  private static final Pattern FORM = Pattern.compile("([a-z0-9-]{1,63})/([a-z0-9.-]{1,253})");

  /// Reads `namespace/name`.
  ///
  /// @throws IllegalArgumentException saying what is expected
  public static ServiceAccount of(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("not a service account such as zoneprobe/agent");
    }
    return new ServiceAccount(form.group(1), form.group(2));
  }

  /// The claim `sub` of its tokens.
  String subject() {
    return "system:serviceaccount:" + namespace + ":" + name;
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
