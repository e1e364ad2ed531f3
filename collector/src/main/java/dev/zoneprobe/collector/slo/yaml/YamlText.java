// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.slo.yaml;

import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Maps, lists, texts and whole numbers as YAML that a person can read: texts of several lines stay
/// so, the order is kept.
public final class YamlText {
  private static final int NEVER_FOLD = 1_000_000;

  private YamlText() {}

  /// Writes `top` under a comment.
  ///
  /// @param comment lines without `#`
  public static String of(List<String> comment, Map<String, ?> top) {
    StringWriter text = new StringWriter();
    comment.forEach(line -> text.write("# " + line + "\n"));
    DumpSettings settings =
        DumpSettings.builder()
            .setIndicatorIndent(2)
            .setIndentWithIndicator(true)
            .setWidth(NEVER_FOLD)
            .build();
    new Dump(settings).dumpNode(node(top), new Sink(text));
    return text.toString();
  }

  private static Node node(Object value) {
    return switch (value) {
      case Map<?, ?> map -> new MappingNode(Tag.MAP, tuples(map), FlowStyle.BLOCK);
      case List<?> list ->
          new SequenceNode(
              Tag.SEQ,
              list.stream().map(YamlText::node).toList(),
              list.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
      case Integer number -> new ScalarNode(Tag.INT, number.toString(), ScalarStyle.PLAIN);
      default -> text(value.toString());
    };
  }

  private static List<NodeTuple> tuples(Map<?, ?> map) {
    return map.entrySet().stream()
        .map(entry -> new NodeTuple(text(String.valueOf(entry.getKey())), node(entry.getValue())))
        .toList();
  }

  private static Node text(String text) {
    ScalarStyle style = text.contains("\n") ? ScalarStyle.LITERAL : ScalarStyle.PLAIN;
    return new ScalarNode(Tag.STR, text, style);
  }

  private record Sink(StringWriter text) implements StreamDataWriter {
    @Override
    public void write(String part) {
      text.write(part);
    }

    @Override
    public void write(String part, int from, int length) {
      text.write(part, from, length);
    }
  }
}
