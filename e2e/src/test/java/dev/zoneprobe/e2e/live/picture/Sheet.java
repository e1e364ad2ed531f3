// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.e2e.live.picture;

import java.util.Locale;

/// An SVG picture of several drawings, two in a row or one over the whole width, and a line that
/// says what it is.
public final class Sheet {
  static final int WIDTH = 1_000;
  static final int ROW = 240;
  static final int EDGE = 10;

  private final StringBuilder drawings = new StringBuilder();
  private final String caption;
  private int row;
  private int column;

  /// An empty one.
  ///
  /// @param caption what the picture is, and what it is not
  public Sheet(String caption) {
    this.caption = caption;
  }

  /// Adds a drawing over half the width.
  public void half(String title, Drawing drawing) {
    int width = WIDTH / 2;
    place(title, drawing, column * width, width);
    column++;
    if (column == 2) {
      endRow();
    }
  }

  /// Adds a drawing over the whole width.
  public void whole(String title, Drawing drawing) {
    if (column > 0) {
      endRow();
    }
    place(title, drawing, 0, WIDTH);
    endRow();
  }

  private void endRow() {
    row++;
    column = 0;
  }

  private void place(String title, Drawing drawing, int x, int width) {
    int inside = width - 2 * EDGE;
    drawings.append(
        """
        <g transform="translate(%d %d)">
        <rect width="%d" height="%d" rx="4" fill="#ffffff" stroke="#d0d0d0"/>
        <text x="10" y="20" font-size="13" font-weight="bold">%s</text>
        <g transform="translate(0 30)">
        %s</g>
        </g>
        """
            .formatted(
                x + EDGE,
                row * ROW + EDGE,
                inside,
                ROW - EDGE,
                escaped(title),
                drawing.svg(inside, ROW - EDGE - 30)));
  }

  /// The whole picture.
  public String svg() {
    int rows = column > 0 ? row + 1 : row;
    int height = rows * ROW + EDGE + 24;
    return """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" fill="#222222">
    <rect width="100%%" height="100%%" fill="#f4f5f5"/>
    %s<text x="%d" y="%d" font-size="12" fill="#555555">%s</text>
    </svg>
    """
        .formatted(WIDTH, height, drawings, EDGE, height - 10, escaped(caption));
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  /// A text at a place.
  static String text(double x, double y, String text) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%.1f\" y=\"%.1f\" font-size=\"11\">%s</text>%n",
        x,
        y,
        escaped(text));
  }
}
