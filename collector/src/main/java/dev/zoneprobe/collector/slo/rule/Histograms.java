// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo.rule;

import java.math.BigDecimal;
import java.util.Locale;

/// How Prometheus scrapes durations, and so how it is asked for counts of them.
enum Histograms {
  /// One sample is the whole histogram.
  NATIVE {
    @Override
    String count(String labels, String matchers, String window) {
      return "histogram_count(" + sum(labels, "increase", "", matchers, window) + ")";
    }

    @Override
    String longer(BigDecimal seconds, String labels, String matchers) {
      return "((1 - histogram_fraction(0, %s, %s)) * %s) >= 0"
          .formatted(
              seconds.toPlainString(),
              sum(labels, "rate", "", matchers, "5m"),
              count(labels, matchers, "5m"));
    }

    @Override
    String quantile(String quantile, String labels, String matchers) {
      return "histogram_quantile(%s, %s)"
          .formatted(quantile, sum(labels, "rate", "", matchers, "5m"));
    }
  },

  /// One series for each bound, which is a label.
  CLASSIC {
    @Override
    String count(String labels, String matchers, String window) {
      return sum(labels, "increase", "_count", matchers, window);
    }

    @Override
    String longer(BigDecimal seconds, String labels, String matchers) {
      String all = count(labels, matchers, "5m");
      String shorter = sum(labels, "increase", "_bucket", bound(seconds) + ", " + matchers, "5m");
      return """
      clamp_min(
        %1$s
        - (
          %2$s
          or %1$s * 0
        ),
        0
      )\
      """
          .formatted(all, shorter);
    }

    @Override
    String quantile(String quantile, String labels, String matchers) {
      return "histogram_quantile(%s, %s)"
          .formatted(quantile, sum(labels + ", le", "rate", "_bucket", matchers, "5m"));
    }
  };

  /// The name in file names.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Attempts in a window.
  abstract String count(String labels, String matchers, String window);

  /// Attempts in 5 minutes that took longer. All of them, if nothing is counted up to this bound.
  abstract String longer(BigDecimal seconds, String labels, String matchers);

  /// A quantile of 5 minutes.
  abstract String quantile(String quantile, String labels, String matchers);

  private static String sum(
      String labels, String function, String suffix, String matchers, String window) {
    return "sum by (%s) (%s(zoneprobe_duration_seconds%s{%s}[%s]))"
        .formatted(labels, function, suffix, matchers, window);
  }

  /// A bound as it is written in protobuf, and as the text formats write it where that differs.
  private static String bound(BigDecimal seconds) {
    String plain = seconds.toPlainString();
    String text = Double.toString(seconds.doubleValue());
    return text.equals(plain)
        ? "le=\"" + plain + "\""
        : "le=~\"" + (plain + "|" + text).replace(".", "[.]") + "\"";
  }
}
