// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.kit.observer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What `/metrics` answered, in the Prometheus or the OpenMetrics text format.
///
/// Labels that a question does not name may have any value.
///
/// @param types what each metric family says it is: `counter`, `gauge`, `histogram`…
public record Scrape(List<Sample> samples, SortedMap<String, String> types) {
  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
  private static final Pattern LINE =
      Pattern.compile(
          "(?<name>[a-zA-Z_:][\\w:]*)"
              + "(?:\\{(?<labels>(?:[^\"}]|\"(?:[^\"\\\\]|\\\\.)*\")*)})?"
              + "\\s+(?<value>\\S+).*");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /// Asks `uri` for its metrics as text.
  public static Scrape of(URI uri) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(uri).header("Accept", "text/plain").build();
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException(uri + " answered with status " + response.statusCode());
      }
      return parse(response.body());
    }
  }

  /// Reads an answer.
  ///
  /// @throws IllegalArgumentException with the line that is not in the format
  public static Scrape parse(String text) {
    SortedMap<String, String> types =
        text.lines()
            .map(TYPE::matcher)
            .filter(Matcher::matches)
            .collect(Collectors.toMap(m -> m.group(1), m -> m.group(2), (a, _) -> a, TreeMap::new));
    List<Sample> samples =
        text.lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(Scrape::sample)
            .toList();
    return new Scrape(samples, types);
  }

  private static Sample sample(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a sample: " + line);
    }
    String labels = Optional.ofNullable(matcher.group("labels")).orElse("");
    return new Sample(matcher.group("name"), labels(labels), Sample.number(matcher.group("value")));
  }

  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new LinkedHashMap<>();
    Matcher label = LABEL.matcher(text);
    while (label.find()) {
      labels.put(label.group(1), unescaped(label.group(2)));
    }
    return labels;
  }

  private static String unescaped(String text) {
    return text.replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\");
  }

  /// The names of all samples.
  public Set<String> names() {
    return samples.stream().map(Sample::name).collect(Collectors.toUnmodifiableSet());
  }

  /// The samples of this name that have these labels.
  public Stream<Sample> find(String name, Map<String, String> labels) {
    return samples.stream().filter(sample -> sample.name().equals(name) && sample.has(labels));
  }

  /// The one value of this name with these labels; empty if there is none.
  ///
  /// @throws IllegalArgumentException if there are several
  public Optional<Double> value(String name, Map<String, String> labels) {
    List<Sample> found = find(name, labels).toList();
    if (found.size() > 1) {
      throw new IllegalArgumentException(name + labels + " is not one series: " + found);
    }
    return found.stream().map(Sample::value).findFirst();
  }

  /// The values of this name with these labels, added up; 0 if there is none.
  public double sum(String name, Map<String, String> labels) {
    return find(name, labels).mapToDouble(Sample::value).sum();
  }

  /// The classic histograms of this name with these labels, added up.
  public ClassicHistogram histogram(String name, Map<String, String> labels) {
    SortedMap<Double, Double> cumulative = new TreeMap<>();
    find(name + "_bucket", labels)
        .forEach(s -> cumulative.merge(s.upperBound(), s.value(), Double::sum));
    return new ClassicHistogram(
        cumulative, sum(name + "_count", labels), sum(name + "_sum", labels));
  }

  /// A histogram with the bounds that its exporter chose.
  ///
  /// @param cumulative how many observations are at most the key; the last key is infinity
  public record ClassicHistogram(SortedMap<Double, Double> cumulative, double count, double sum) {}
}
