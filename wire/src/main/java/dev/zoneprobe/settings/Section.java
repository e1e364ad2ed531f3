// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.settings;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collector;
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
/// so that reading goes on. A section that is absent from the file is an empty one.
public final class Section {
  private final SettingsFile file;
  private final String path;
  private final int line;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Set<String> asked = new TreeSet<>();
  private final List<Section> children = new ArrayList<>();

  Section(SettingsFile file, String path, Optional<MappingNode> mapping) {
    this.file = file;
    this.path = path;
    this.line = mapping.map(Section::lineOf).orElse(1);
    mapping.ifPresent(present -> present.getValue().forEach(this::take));
  }

  private void take(NodeTuple entry) {
    String key =
        entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "(not a text)";
    if (values.put(key, entry.getValueNode()) != null) {
      file.add(lineOf(entry.getKeyNode()), pathOf(key), Optional.empty(), "given twice");
    }
  }

  /// Whether the file gives a value for `key`.
  public boolean has(String key) {
    Node value = values.get(key);
    return value != null && !value.getTag().equals(Tag.NULL);
  }

  /// The section under `key`.
  public Section section(String key) {
    asked.add(key);
    Optional<MappingNode> mapping = Optional.empty();
    if (has(key)) {
      mapping = expect(key, MappingNode.class, "expected keys and values");
    }
    return child(pathOf(key), mapping);
  }

  /// The sections in the list under `key`; none if it is absent.
  public List<Section> sections(String key) {
    List<Section> sections = new ArrayList<>();
    List<Node> nodes = list(key);
    for (int i = 0; i < nodes.size(); i++) {
      String at = pathOf(key) + "[" + i + "]";
      if (nodes.get(i) instanceof MappingNode mapping) {
        sections.add(child(at, Optional.of(mapping)));
      } else {
        file.add(lineOf(nodes.get(i)), at, textOf(nodes.get(i)), "expected keys and values");
      }
    }
    return sections;
  }

  private Section child(String at, Optional<MappingNode> mapping) {
    Section child = new Section(file, at, mapping);
    children.add(child);
    return child;
  }

  /// The value of `key` as `parser` understands it; empty if it is absent.
  ///
  /// @param parser throws IllegalArgumentException with what is wrong
  public <T> Optional<T> optional(String key, Function<String, T> parser) {
    return parsed(key, "", parser);
  }

  /// As [#optional(String, Function)], but its absence is a mistake.
  public <T> Optional<T> required(String key, Function<String, T> parser) {
    if (!has(key)) {
      file.add(line, pathOf(key), Optional.empty(), "is missing");
    }
    return parsed(key, "required", parser);
  }

  /// The text of `key`, or `absent`.
  public String text(String key, String absent) {
    return parsed(key, absent, Function.identity()).orElse(absent);
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

  /// The list under `key`, each entry as `parser` understands it, or `absent`.
  public <T> List<T> each(String key, List<T> absent, Function<String, T> parser) {
    file.asked(pathOf(key), absent.stream().map(Object::toString).collect(listed()));
    List<Node> nodes = list(key);
    List<T> parsed = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      parse(pathOf(key) + "[" + i + "]", nodes.get(i), parser).ifPresent(parsed::add);
    }
    return has(key) ? List.copyOf(parsed) : absent;
  }

  /// Notes that the value of `key` is wrong for a reason that only the reader knows.
  public void mistake(String key, String problem) {
    Optional<Node> value = Optional.ofNullable(values.get(key));
    file.add(
        value.map(Section::lineOf).orElse(line),
        pathOf(key),
        value.flatMap(Section::textOf),
        problem);
  }

  void refuseUnknownKeys() {
    values.forEach((key, node) -> {
      if (!asked.contains(key)) {
        String known = asked.stream().collect(Collectors.joining(", "));
        file.add(lineOf(node), pathOf(key), Optional.empty(), "unknown key (known: " + known + ")");
      }
    });
    children.forEach(Section::refuseUnknownKeys);
  }

  private List<Node> list(String key) {
    asked.add(key);
    return has(key)
        ? expect(key, SequenceNode.class, "expected a list")
            .map(SequenceNode::getValue)
            .orElse(List.of())
        : List.of();
  }

  private <N extends Node> Optional<N> expect(String key, Class<N> kind, String problem) {
    Node node = values.get(key);
    if (kind.isInstance(node)) {
      return Optional.of(kind.cast(node));
    }
    mistake(key, problem);
    return Optional.empty();
  }

  private <T> Optional<T> parsed(String key, String absent, Function<String, T> parser) {
    asked.add(key);
    file.asked(pathOf(key), absent);
    Node node = values.get(key);
    return node == null || !has(key) ? Optional.empty() : parse(pathOf(key), node, parser);
  }

  private <T> Optional<T> parse(String at, Node node, Function<String, T> parser) {
    Optional<String> text = textOf(node);
    if (text.isEmpty()) {
      file.add(lineOf(node), at, Optional.empty(), "expected a single value");
      return Optional.empty();
    }
    try {
      return Optional.of(parser.apply(text.get()));
    } catch (IllegalArgumentException | ArithmeticException e) {
      file.add(lineOf(node), at, text, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  static int lineOf(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }

  private static Optional<String> textOf(Node node) {
    return node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
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

  private static Collector<CharSequence, ?, String> listed() {
    return Collectors.joining(", ", "[", "]");
  }
}
