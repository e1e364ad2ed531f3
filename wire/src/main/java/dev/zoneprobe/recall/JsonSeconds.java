// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.recall;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.math.BigDecimal;

/// A duration in JSON: seconds with nine decimals, never with an exponent, which people read badly.
public final class JsonSeconds {
  private static final int DECIMALS = 9;

  private JsonSeconds() {}

  /// The JSON of `nanos` nanoseconds.
  public static JsonElement of(long nanos) {
    return JsonParser.parseString(BigDecimal.valueOf(nanos, DECIMALS).toPlainString());
  }
}
