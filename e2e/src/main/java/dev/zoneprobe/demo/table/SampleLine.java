// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.demo.table;

import java.util.LinkedHashMap;
import java.util.Map;

/// A line of the text format while it is read, from left to right.
final class SampleLine {
  private final String line;
  private int at;

  SampleLine(String line) {
    this.line = line;
  }

  /// Reads `name{label="value",…} value [timestamp]`.
  Scrape.Sample read(String name) {
    at = name.length();
    Map<String, String> labels = line.startsWith("{", at) ? labels() : Map.of();
    String[] rest = line.substring(at).strip().split("\\s+", -1);
    return new Scrape.Sample(name, labels, number(rest[0]));
  }

  private Map<String, String> labels() {
    Map<String, String> labels = new LinkedHashMap<>();
    at++;
    while (peek() != '}') {
      String label = upTo('=');
      expect('"');
      labels.put(label, quoted());
      if (peek() == ',') {
        at++;
      }
    }
    at++;
    return labels;
  }

  private String upTo(char end) {
    int found = line.indexOf(end, at);
    if (found < 0) {
      throw malformed();
    }
    String text = line.substring(at, found).strip();
    at = found + 1;
    return text;
  }

  private String quoted() {
    StringBuilder text = new StringBuilder();
    while (peek() != '"') {
      text.append(line.charAt(at) == '\\' ? escaped() : line.charAt(at));
      at++;
    }
    at++;
    return text.toString();
  }

  private char escaped() {
    at++;
    return peek() == 'n' ? '\n' : peek();
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw malformed();
    }
    at++;
  }

  private char peek() {
    if (at >= line.length()) {
      throw malformed();
    }
    return line.charAt(at);
  }

  private double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> parsed(text);
    };
  }

  private double parsed(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException _) {
      throw malformed();
    }
  }

  private IllegalArgumentException malformed() {
    return new IllegalArgumentException("not a sample of the text format: " + line);
  }
}
