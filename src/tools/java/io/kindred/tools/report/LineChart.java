package io.kindred.tools.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A chart of lines as SVG that needs nothing else.
 *
 * @param title what the vertical axis shows
 * @param across what the horizontal axis shows
 * @param lines at least one, by name, each with at least one point, sorted by x
 */
public record LineChart(String title, String across, Map<String, List<Point>> lines) {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 420;
    private static final int LEFT = 70;
    private static final int RIGHT = 180;
    private static final int TOP = 40;
    private static final int BOTTOM = 60;
    private static final int TICKS = 5;
    private static final int LINE = 18;

    /** The palette of Okabe and Ito, which people with colour blindness can tell apart. */
    private static final List<String> COLOURS =
            List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000");

    /** A point of a line, in the units of the axes. */
    public record Point(double x, double y) {}

    /** The range of an axis; never empty. */
    private record Range(double least, double greatest) {

        static Range of(double[] values) {
            double least = Double.MAX_VALUE;
            double greatest = -Double.MAX_VALUE;
            for (double value : values) {
                least = Math.min(least, value);
                greatest = Math.max(greatest, value);
            }
            double room = greatest == least ? Math.max(1e-3, Math.abs(least) / 10) : 0;
            return new Range(least - room, greatest + room);
        }

        /** Where a value is between the ends, 0 to 1. */
        double place(double value) {
            return (value - least) / (greatest - least);
        }

        double at(double place) {
            return least + place * (greatest - least);
        }
    }

    /** The chart as an SVG document. */
    public String svg() {
        Range x = Range.of(points().mapToDouble(Point::x).toArray());
        Range y = Range.of(points().mapToDouble(Point::y).toArray());
        StringBuilder svg = new StringBuilder();
        add(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                        + " font-family=\"sans-serif\" font-size=\"12\">",
                WIDTH,
                HEIGHT);
        add(svg, "<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT);
        add(
                svg,
                "<text x=\"%d\" y=\"%d\" font-size=\"14\">%s</text>",
                LEFT,
                TOP / 2,
                escaped(title));
        for (int i = 0; i <= TICKS; i++) {
            double place = (double) i / TICKS;
            add(
                    svg,
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>",
                    LEFT,
                    WIDTH - RIGHT,
                    down(place),
                    down(place));
            add(
                    svg,
                    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.3f</text>",
                    LEFT - 8,
                    down(place) + 4,
                    y.at(place));
        }
        points().mapToDouble(Point::x)
                .distinct()
                .forEach(
                        each ->
                                add(
                                        svg,
                                        "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.0f</text>",
                                        right(x.place(each)),
                                        HEIGHT - BOTTOM + LINE,
                                        each));
        add(
                svg,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                (LEFT + WIDTH - RIGHT) / 2,
                HEIGHT - BOTTOM + 2 * LINE,
                escaped(across));
        int number = 0;
        for (Map.Entry<String, List<Point>> line : lines.entrySet()) {
            line(svg, line.getKey(), line.getValue(), number++, x, y);
        }
        return svg.append("</svg>\n").toString();
    }

    private Stream<Point> points() {
        return lines.values().stream().flatMap(List::stream);
    }

    private static void line(
            StringBuilder svg, String name, List<Point> points, int number, Range x, Range y) {
        String colour = COLOURS.get(number % COLOURS.size());
        StringBuilder path = new StringBuilder();
        for (Point point : points) {
            double across = right(x.place(point.x()));
            double height = down(y.place(point.y()));
            path.append(String.format(Locale.ROOT, "%.1f,%.1f ", across, height));
            add(
                    svg,
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"><title>%s: %.4f</title></circle>",
                    across,
                    height,
                    colour,
                    escaped(name),
                    point.y());
        }
        add(
                svg,
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>",
                path.toString().strip(),
                colour);
        add(
                svg,
                "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>",
                WIDTH - RIGHT + LINE,
                TOP + LINE * (number + 1),
                colour,
                escaped(name));
    }

    private static double right(double place) {
        return LEFT + place * (WIDTH - RIGHT - LEFT);
    }

    private static double down(double place) {
        return HEIGHT - BOTTOM - place * (HEIGHT - BOTTOM - TOP);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static void add(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
