// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.settings;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Keys and values of one level of a settings file, read by what the reader expects of them.
///
/// A value that is not as expected is noted as a mistake, and the default (or nothing) is returned
/// so that reading goes on. A section that is absent from the file is an empty one, and a value of
/// `null` is an absent one. Asking twice for the same section gives the same section.
public final class Section {
  private static final Pattern COMMA = Pattern.compile(", *");

  private final SettingsFile file;
  private final String path;
  private final int line;
  private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
  private final Set<String> asked = new TreeSet<>();
  private final Map<String, Section> children = new LinkedHashMap<>();

  /// Creates the section at `path`, whose name is on `line`.
  Section(SettingsFile file, String path, int line, Optional<MappingNode> mapping) {
    this.file = file;
    this.path = path;
    this.line = line;
    mapping.ifPresent(present -> present.getValue().forEach(this::take));
  }

  private void take(NodeTuple entry) {
    String key =
        entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "(not a text)";
    if (entries.put(key, entry) != null) {
      file.add(lineOf(entry.getKeyNode()), pathOf(key), Optional.empty(), "given twice");
    }
  }

  /// Whether the file gives a value for `key`, which is a known one from then on.
  public boolean has(String key) {
    asked.add(key);
    return value(key).isPresent();
  }

  /// The section under `key`.
  public Section section(String key) {
    asked.add(key);
    return children.computeIfAbsent(
        pathOf(key),
        at ->
            new Section(
                file,
                at,
                lineOfKey(key),
                expect(key, MappingNode.class, "expected keys and values")));
  }

  /// The sections in the list under `key`; none if it is absent.
  public List<Section> sections(String key) {
    List<Section> sections = new ArrayList<>();
    List<Node> nodes = list(key);
    for (int i = 0; i < nodes.size(); i++) {
      String at = pathOf(key) + "[" + i + "]";
      Node node = nodes.get(i);
      if (node instanceof MappingNode mapping) {
        sections.add(
            children.computeIfAbsent(
                at, _ -> new Section(file, at, lineOf(node), Optional.of(mapping))));
      } else {
        file.add(lineOf(node), at, textOf(node), "expected keys and values");
      }
    }
    return sections;
  }

  /// The value of `key` as `parser` understands it; empty if it is absent.
  ///
  /// @param parser throws IllegalArgumentException with what is wrong
  public <T> Optional<T> optional(String key, Function<String, T> parser) {
    return parsed(key, "", parser);
  }

  /// As [#optional(String, Function)], but its absence is a mistake.
  public <T> Optional<T> required(String key, Function<String, T> parser) {
    if (!has(key) && !file.hasMistakeAt(path)) {
      file.add(line, pathOf(key), Optional.empty(), "is missing");
    }
    return parsed(key, "required", parser);
  }

  /// The value of `key` as `parser` understands it; if it is absent, what it makes of `absent`.
  public <T> T value(String key, String absent, Function<String, T> parser) {
    return parsed(key, absent, parser).orElseGet(() -> parser.apply(absent));
  }

  /// The text of `key`, or `absent`.
  public String text(String key, String absent) {
    return parsed(key, absent, Function.identity()).orElse(absent);
  }

  /// The path of the file or directory that `key` names; nobody looks at it.
  public Optional<Path> file(String key) {
    return file(key, Function.identity(), Function.identity());
  }

  /// What `reader` makes of the file that `key` names, or `unread` if it is to be left alone.
  ///
  /// @param reader throws IllegalArgumentException with what is wrong
  public <T> Optional<T> file(String key, Function<Path, T> reader, Function<Path, T> unread) {
    return optional(
        key,
        text -> {
          Path path = Path.of(text);
          file.names(pathOf(key), path);
          return (isAlone() ? unread : reader).apply(path);
        });
  }

  /// What `reader` makes of the file that `key` names; empty if it is absent, or to be left alone.
  ///
  /// @param reader throws IllegalArgumentException with what is wrong
  public <T> Optional<T> content(String key, Function<Path, T> reader) {
    return file(key, path -> Optional.of(reader.apply(path)), _ -> Optional.<T>empty())
        .flatMap(Function.identity());
  }

  /// Whether the settings are read where nothing is of what they need: neither the files that they
  /// name nor what their host would tell.
  public boolean isAlone() {
    return file.isAlone();
  }

  /// `true` or `false`, or `absent`.
  public boolean flag(String key, boolean absent) {
    return parsed(key, String.valueOf(absent), Section::truth).orElse(absent);
  }

  /// A whole number in a range, or `absent`.
  public int integer(String key, int absent, Range<Integer> range) {
    return parsed(key, String.valueOf(absent), text -> range.checked(wholeNumber(text)))
        .orElse(absent);
  }

  /// A literal IP address, or `absent`; names are refused, nothing is looked up.
  public InetAddress address(String key, String absent) {
    return parsed(key, absent, Section::literalAddress)
        .orElseGet(() -> InetAddress.ofLiteral(absent));
  }

  /// A duration in a range, or `absent`.
  public Duration duration(String key, Duration absent, Range<Duration> range) {
    return parsed(key, Quantity.text(absent), text -> range.checked(Quantity.duration(text)))
        .orElse(absent);
  }

  /// A size in bytes in a range, or `absent`.
  public long bytes(String key, long absent, Range<Long> range) {
    return parsed(key, Quantity.text(absent), text -> range.checked(Quantity.bytes(text)))
        .orElse(absent);
  }

  /// The list under `key`, each entry as `parser` understands it.
  ///
  /// @param absent the entries if it is absent, as text with commas between; may be empty
  public <T> List<T> each(String key, String absent, Function<String, T> parser) {
    file.asked(pathOf(key), "[" + absent + "]");
    List<Node> nodes = list(key);
    List<T> parsed = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      Node node = nodes.get(i);
      parse(pathOf(key) + "[" + i + "]", lineOf(node), node, parser).ifPresent(parsed::add);
    }
    return has(key) ? List.copyOf(parsed) : entriesOf(absent, parser);
  }

  /// As [#each(String, String, Function)], but a list without entries is a mistake.
  public <T> List<T> some(String key, String absent, Function<String, T> parser) {
    List<T> entries = each(key, absent, parser);
    if (has(key) && !isMistaken(key) && list(key).isEmpty()) {
      mistake(key, "is empty");
    }
    return entries.isEmpty() ? entriesOf(absent, parser) : entries;
  }

  private static <T> List<T> entriesOf(String text, Function<String, T> parser) {
    return COMMA.splitAsStream(text).filter(entry -> !entry.isEmpty()).map(parser).toList();
  }

  /// Notes that the value of `key` is wrong for a reason that only the reader knows.
  public void mistake(String key, String problem) {
    file.add(lineOfValue(key), pathOf(key), value(key).flatMap(Section::textOf), problem);
  }

  /// Whether a mistake was noted at `key` itself.
  public boolean isMistaken(String key) {
    return file.hasMistakeAt(pathOf(key));
  }

  void refuseUnknownKeys() {
    entries
        .keySet()
        .forEach(key -> {
          if (!asked.contains(key)) {
            String known = asked.stream().collect(Collectors.joining(", "));
            file.add(
                lineOfKey(key),
                pathOf(key),
                Optional.empty(),
                "unknown key (known: " + known + ")");
          }
        });
    children.values().forEach(Section::refuseUnknownKeys);
  }

  private List<Node> list(String key) {
    asked.add(key);
    return expect(key, SequenceNode.class, "expected a list")
        .map(SequenceNode::getValue)
        .orElse(List.of());
  }

  private <N extends Node> Optional<N> expect(String key, Class<N> kind, String problem) {
    Optional<Node> value = value(key);
    if (value.isPresent() && !kind.isInstance(value.get())) {
      mistake(key, problem);
    }
    return value.filter(kind::isInstance).map(kind::cast);
  }

  private <T> Optional<T> parsed(String key, String absent, Function<String, T> parser) {
    asked.add(key);
    file.asked(pathOf(key), absent);
    return value(key).flatMap(node -> parse(pathOf(key), lineOfValue(key), node, parser));
  }

  private <T> Optional<T> parse(String at, int line, Node node, Function<String, T> parser) {
    Optional<String> text = textOf(node);
    if (text.isEmpty()) {
      file.add(line, at, Optional.empty(), "expected a single value");
      return Optional.empty();
    }
    try {
      return Optional.of(parser.apply(text.get()));
    } catch (IllegalArgumentException | ArithmeticException e) {
      file.add(line, at, text, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private Optional<Node> value(String key) {
    return Optional.ofNullable(entries.get(key))
        .map(NodeTuple::getValueNode)
        .filter(node -> !isNull(node));
  }

  private int lineOfKey(String key) {
    return Optional.ofNullable(entries.get(key))
        .map(entry -> lineOf(entry.getKeyNode()))
        .orElse(line);
  }

  /// Where a person has to look: a list or section begins with its key, not on the next line.
  private int lineOfValue(String key) {
    return value(key)
        .filter(ScalarNode.class::isInstance)
        .map(Section::lineOf)
        .orElseGet(() -> lineOfKey(key));
  }

  /// The JSON schema knows `null` and nothing at all; people write `~` too. The core schema, which
  /// knows it, also merges `<<` keys, and never ends on a section that merges itself.
  static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL)
        || (node instanceof ScalarNode scalar && scalar.isPlain() && scalar.getValue().equals("~"));
  }

  static int lineOf(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }

  private static Optional<String> textOf(Node node) {
    return node instanceof ScalarNode scalar && !isNull(node)
        ? Optional.of(scalar.getValue())
        : Optional.empty();
  }

  private static int wholeNumber(String text) {
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a whole number", e);
    }
  }

  private static InetAddress literalAddress(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not an IP address such as 127.0.0.1 or ::", e);
    }
  }

  private static boolean truth(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("neither true nor false");
    };
  }
}
