// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web.view.part;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import dev.zoneprobe.measure.Label;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;

/// Records as JSON: names in snake case, moments in ISO 8601, labels as metrics have them.
/// Thread-safe.
public final class Json {
  private static final MathContext DIGITS = new MathContext(4);

  private static final Gson GSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .registerTypeHierarchyAdapter(Instant.class, text(Object::toString))
          .registerTypeHierarchyAdapter(Label.class, Json.<Label>text(Label::label))
          .serializeNulls()
          .disableHtmlEscaping()
          .create();

  private Json() {}

  private static <T> JsonSerializer<T> text(java.util.function.Function<T, String> text) {
    return (value, _, _) -> new JsonPrimitive(text.apply(value));
  }

  public static String of(Object record) {
    return GSON.toJson(record) + "\n";
  }

  /// Nanoseconds as seconds with four digits, one more than a histogram has.
  public static double seconds(long nanos) {
    return BigDecimal.valueOf(nanos, 9).round(DIGITS).doubleValue();
  }
}
