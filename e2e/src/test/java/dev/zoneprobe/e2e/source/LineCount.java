// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.source;

import dev.zoneprobe.e2e.source.SourceFile.Lines;
import dev.zoneprobe.e2e.source.SourceFile.Mention;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Tells lines of code, documentation and other comments apart.
final class LineCount {
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<text>\"\"\"(?:[^\\\\\"]++|\\\\.|\"(?!\"\"))*+\"\"\")"
              + "|(?<string>\"(?:[^\"\\\\\n]++|\\\\.)*+\"|'(?:[^'\\\\\n]++|\\\\.)*+')"
              + "|(?<doc>///[^\n]*|/\\*\\*.*?\\*/)"
              + "|(?<comment>//[^\n]*|/\\*.*?\\*/)",
          Pattern.DOTALL);
  private static final Pattern HEADER =
      Pattern.compile("// SPDX-License-Identifier.*|// Copyright the zoneprobe authors");

  private LineCount() {}

  static Lines of(String source) {
    StringBuilder code = new StringBuilder(source);
    List<Mention> comments = new ArrayList<>();
    int documentation = 0;
    Matcher token = TOKEN.matcher(source);
    while (token.find()) {
      if (token.group("doc") != null) {
        documentation += height(token.group());
        blank(code, token);
      } else if (token.group("comment") != null) {
        comments.addAll(commentLines(token, height(source.substring(0, token.start()))));
        blank(code, token);
      }
    }
    int codeLines = (int) code.toString().lines().filter(line -> !line.isBlank()).count();
    return new Lines((int) source.lines().count(), codeLines, documentation, List.copyOf(comments));
  }

  private static List<Mention> commentLines(Matcher token, int firstLine) {
    List<String> lines = token.group().lines().toList();
    List<Mention> comments = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (!HEADER.matcher(lines.get(i)).matches()) {
        comments.add(new Mention(lines.get(i).strip(), firstLine + i));
      }
    }
    return comments;
  }

  private static int height(String text) {
    return 1 + (int) text.chars().filter(c -> c == '\n').count();
  }

  private static void blank(StringBuilder code, Matcher token) {
    for (int i = token.start(); i < token.end(); i++) {
      if (code.charAt(i) != '\n') {
        code.setCharAt(i, ' ');
      }
    }
  }
}
