// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e;

import static dev.zoneprobe.e2e.source.MarkdownFile.DESCRIBED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zoneprobe.agent.config.AgentSettings;
import dev.zoneprobe.collector.config.CollectorFile;
import dev.zoneprobe.collector.config.TopologyFile;
import dev.zoneprobe.e2e.source.MarkdownFile;
import dev.zoneprobe.e2e.source.SourceFile;
import dev.zoneprobe.e2e.source.SourceTree;
import dev.zoneprobe.measure.Label;
import dev.zoneprobe.settings.InvalidSettingsException;
import dev.zoneprobe.settings.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Documents and code say the same.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DocsTest {
  private static final Pattern TYPE_NAME = Pattern.compile("[A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*");
  private static final Pattern METRIC = Pattern.compile("zoneprobe[_.][a-z0-9_.]*[a-z0-9]");
  private static final Pattern SUFFIX = Pattern.compile("(_seconds|_bytes)?(_total|_info)?$");
  private static final Pattern ELSEWHERE = Pattern.compile("(https?|mailto):.*|#.*");
  private static final Pattern LINE_NUMBER =
      Pattern.compile("\\.(java|proto|xml|sh|puml):\\d+|#L\\d+|\\bline \\d+\\b");

  private static final Pattern NO_WORD = Pattern.compile("[^a-z0-9_-]+");

  private static final MarkdownFile CONFIGURATION = MarkdownFile.at("docs/configuration.md");

  private final List<MarkdownFile> documents = MarkdownFile.all();
  private final SourceTree production = SourceTree.read().production();

  DocsTest() throws IOException {}

  @Test
  void everyLinkLeadsSomewhere() {
    List<String> dead =
        documents.stream()
            .flatMap(document ->
                document
                    .links()
                    .filter(link -> leadsNowhere(document, link))
                    .map(link -> document.path() + " -> " + link))
            .toList();

    assertThat(dead).isEmpty();
  }

  private static boolean leadsNowhere(MarkdownFile document, String link) {
    String file = link.replaceFirst("#.*", "");
    return !ELSEWHERE.matcher(link).matches()
        && !Files.exists(document.path().resolveSibling(file));
  }

  @Test
  void everyDecisionIsInTheirIndex() {
    Stream<String> decisions =
        documents.stream()
            .map(document -> document.path().toString())
            .filter(path -> path.matches("(.*/)?docs/decisions/\\d{4}-.*"))
            .map(path -> path.replaceFirst(".*/", ""));

    assertThat(MarkdownFile.at("docs/decisions/README.md").links())
        .containsExactlyElementsOf(decisions.toList());
  }

  @Test
  void nobodyCitesLineNumbers() {
    List<String> citations =
        documents.stream()
            .flatMap(document ->
                LINE_NUMBER
                    .matcher(document.text())
                    .results()
                    .map(match -> document.path() + ": " + match.group()))
            .toList();

    assertThat(citations).isEmpty();
  }

  @Test
  void everyTypeThatTheArchitectureNamesExists() {
    Stream<String> named =
        MarkdownFile.at("ARCHITECTURE.md").inlineCode().filter(TYPE_NAME.asMatchPredicate());

    assertThat(named).isSubsetOf(production.typeNames());
  }

  @Test
  void metricsAreDocumentedAndDocumentedMetricsExist() {
    SortedSet<String> documented =
        stems(MarkdownFile.at("docs/metrics.md").inlineCodeOfFirstCells());
    SortedSet<String> named =
        stems(
            production.modules("agent", "collector").files().stream()
                .map(SourceFile::literals)
                .flatMap(List::stream));

    assertThat(documented).containsExactlyElementsOf(named);
  }

  /// A label value that no document names cannot be looked up by who meets it in an alert.
  @Test
  void everyLabelValueIsDocumented() {
    Stream<String> words =
        documents.stream()
            .flatMap(MarkdownFile::inlineCode)
            .flatMap(code -> NO_WORD.splitAsStream(code));
    List<String> labels = labels().toList();

    assertThat(labels).contains("tcp_connect", "zones_of_agent");
    assertThat(words.collect(Collectors.toSet())).containsAll(labels);
  }

  private Stream<String> labels() {
    return production.files().stream()
        .flatMap(file -> file.types().stream().map(type -> binaryName(file, type)))
        .map(DocsTest::loaded)
        .filter(Label.class::isAssignableFrom)
        .<Object>flatMap(type -> Stream.ofNullable(type.getEnumConstants()).flatMap(Stream::of))
        .map(constant -> ((Label) constant).label());
  }

  private static String binaryName(SourceFile file, SourceFile.DeclaredType type) {
    String outer = file.path().getFileName().toString().replace(".java", "");
    String nested = type.name().equals(outer) ? "" : "$" + type.name();
    return file.packageName() + "." + outer + nested;
  }

  /// Types within nested types are no labels.
  private static Class<?> loaded(String binaryName) {
    try {
      return Class.forName(binaryName, false, DocsTest.class.getClassLoader());
    } catch (ClassNotFoundException _) {
      return Object.class;
    }
  }

  @Test
  void settingsOfTheAgentAreDocumentedWithTheirDefaults() throws InvalidSettingsException {
    SortedMap<String, String> read =
        SettingsFile.keysAskedFor(
            """
            collector: {address: "collector.test:8790"}
            targets:
              - name: checkout
                url: "https://checkout.test/"
                request: {headers: [{name: Accept, value: text/html}]}
            sli: {dnsService: 10.96.0.10, service: 10.96.0.20}
            """,
            root -> AgentSettings.read(root, Map.of()));

    assertDocumented("Agent", read);
  }

  @Test
  void settingsOfTheCollectorAreDocumentedWithTheirDefaults() throws InvalidSettingsException {
    SortedMap<String, String> read =
        SettingsFile.keysAskedFor(
            """
            peers: [{node: node-a, zone: zone-a, host: a.test}]
            agents:
              trust: kubernetes
              kubernetes: {issuer: "https://i.test", serviceAccount: a/b, keys: "https://i.test/"}
            """,
            CollectorFile::settings);
    read.putAll(SettingsFile.keysAskedFor("topology: {kubernetes: {}}", CollectorFile::settings));

    assertDocumented("Collector", read);
  }

  @Test
  void theTopologyFileIsDocumentedWithItsDefaults() throws InvalidSettingsException {
    SortedMap<String, String> read =
        SettingsFile.keysAskedFor(
            "nodes: [{node: node-a, zone: zone-a, host: a.test}]", TopologyFile::topology);

    assertDocumented("The collector's topology file", read);
  }

  private static void assertDocumented(String section, SortedMap<String, String> read) {
    SortedMap<String, String> documented = CONFIGURATION.section(section).settings();
    SortedMap<String, String> comparable = new TreeMap<>(read);
    comparable.replaceAll(
        (key, value) -> DESCRIBED.equals(documented.get(key)) ? DESCRIBED : value);

    assertThat(documented).containsExactlyInAnyOrderEntriesOf(comparable);
  }

  /// Metric names without unit and suffix: Micrometer adds those by itself when it exposes a meter
  /// that is called `zoneprobe.like.this`. In code a name stands whole, so that it can be searched
  /// for.
  private static SortedSet<String> stems(Stream<String> names) {
    Predicate<String> isMetric = METRIC.asMatchPredicate();
    return names
        .filter(isMetric)
        .map(name -> SUFFIX.matcher(name.replace('.', '_')).replaceFirst(""))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
