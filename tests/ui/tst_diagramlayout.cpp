#include "diagram/diagramlayout.h"
#include "diagram/edgerouting.h"
#include "diagram/layoutblend.h"
#include "diagramtext.h"

#include <QElapsedTimer>
#include <QGuiApplication>
#include <QTest>

#include <algorithm>

using namespace inceptoscope;

namespace {

QSet<QString> everything(const NetworkGraph &graph)
{
    return openedAt(graph, DiagramLevel::Layer);
}

DiagramLayout layoutOf(const NetworkGraph &graph, const QSet<QString> &opened, double wrap = 0.0)
{
    DiagramSpec spec = diagramSpec(graph, opened);
    const auto sizes = measureDiagram(spec, DiagramFonts::from(QGuiApplication::font()));
    return layoutDiagram(std::move(spec), sizes, wrap);
}

/// Names of leaf boxes, grids included, that cover each other.
QStringList overlaps(const DiagramLayout &layout)
{
    QStringList found;
    for (int a = 0; a < layout.spec.count(); ++a) {
        for (int b = a + 1; b < layout.spec.count(); ++b) {
            if (layout.spec.node(a).isFrame() || layout.spec.node(b).isFrame())
                continue;
            const PlacedNode &first = layout.nodes[std::size_t(a)];
            const PlacedNode &second = layout.nodes[std::size_t(b)];
            for (const QRectF &x : {first.box, first.caption}) {
                if (x.intersects(second.box) || x.intersects(second.caption))
                    found += layout.spec.node(a).id + " and " + layout.spec.node(b).id;
            }
        }
    }
    return found;
}

/// Names of branches whose frames stick out of their block, or cover each other or a box that is
/// not theirs.
QStringList badBranches(const DiagramLayout &layout)
{
    QStringList found;
    for (const DiagramBranch &branch : layout.spec.branches) {
        const QRectF frame = layout.branchBox(branch);
        bool isGood = layout.box(branch.block).contains(frame);
        for (const DiagramBranch &other : layout.spec.branches)
            isGood &= &other == &branch || !frame.intersects(layout.branchBox(other));
        for (int i = 0; i < layout.spec.count(); ++i) {
            const bool isIn = std::ranges::find(branch.nodes, i) != branch.nodes.end();
            isGood &= isIn ? frame.contains(layout.box(i))
                           : layout.spec.node(i).isFrame() || !frame.intersects(layout.box(i));
        }
        if (!isGood)
            found += branch.id;
    }
    return found;
}

/// Names of boxes that stick out of their frame, and of frames that cover each other.
QStringList strays(const DiagramLayout &layout)
{
    QStringList found;
    for (int i = 0; i < layout.spec.count(); ++i) {
        const int parent = layout.spec.node(i).parent;
        const QRectF &frame = parent < 0 ? layout.bounds : layout.box(parent);
        const QRectF &caption = layout.nodes[std::size_t(i)].caption;
        if (!frame.contains(layout.box(i)) || (!caption.isEmpty() && !frame.contains(caption)))
            found += layout.spec.node(i).id;
        for (int j = i + 1; j < layout.spec.count(); ++j) {
            if (layout.spec.node(j).parent == parent && layout.box(i).intersects(layout.box(j)))
                found += layout.spec.node(i).id + " and " + layout.spec.node(j).id;
        }
    }
    return found;
}

bool onBorder(const QRectF &box, const QPointF &point)
{
    const bool across = point.x() >= box.left() && point.x() <= box.right();
    const bool along = point.y() >= box.top() && point.y() <= box.bottom();
    return (across && (point.y() == box.top() || point.y() == box.bottom()))
        || (along && (point.x() == box.left() || point.x() == box.right()));
}

bool isOrthogonal(const QPolygonF &line)
{
    for (qsizetype i = 1; i < line.size(); ++i) {
        if (line[i].x() != line[i - 1].x() && line[i].y() != line[i - 1].y())
            return false;
    }
    return line.size() >= 2;
}

/// Whether a piece of the line runs through the inside of a leaf box.
bool crosses(const QPolygonF &line, const QRectF &box)
{
    const QRectF inside = box.adjusted(0.5, 0.5, -0.5, -0.5);
    for (qsizetype i = 1; i < line.size(); ++i) {
        const QRectF piece =
            QRectF(line[i - 1], line[i]).normalized().adjusted(-0.1, -0.1, 0.1, 0.1);
        if (piece.intersects(inside))
            return true;
    }
    return false;
}

bool standsIn(const DiagramSpec &spec, int node, int frame)
{
    while (node >= 0 && node != frame)
        node = spec.node(node).parent;
    return node == frame;
}

QStringList badEdges(const DiagramLayout &layout)
{
    QStringList found;
    for (std::size_t i = 0; i < layout.lines.size(); ++i) {
        const DiagramEdge &edge = layout.spec.edges[i];
        const QPolygonF &line = layout.lines[i];
        bool good = isOrthogonal(line) && onBorder(layout.box(edge.from), line.front())
            && onBorder(layout.box(edge.to), line.back());
        for (int node = 0; node < layout.spec.count() && good; ++node)
            good = standsIn(layout.spec, edge.from, node) || standsIn(layout.spec, edge.to, node)
                || !crosses(line, layout.box(node));
        if (!good)
            found += test::edgeText(layout.spec, edge);
    }
    return found;
}

} // namespace

class DiagramLayoutTest : public QObject
{
    Q_OBJECT

private slots:
    void hasNoFlaws_data()
    {
        QTest::addColumn<QString>("network");
        QTest::addColumn<int>("level");
        QTest::addColumn<double>("wrap");
        for (const NetworkFamily &family : networkFamilies()) {
            const QString id = QString::fromUtf8(family.id.data(), qsizetype(family.id.size()));
            for (const int level : {0, 1, 2}) {
                for (const double wrap : {0.0, 700.0, 900.0, 1200.0, 2500.0})
                    QTest::addRow("%s level %d width %g", qPrintable(id), level, wrap)
                        << id << level << wrap;
            }
        }
    }

    void hasNoFlaws()
    {
        QFETCH(QString, network);
        QFETCH(int, level);
        QFETCH(double, wrap);
        NetworkOptions options;
        options.auxiliaryHead = network == "inception_v3";
        const NetworkGraph graph = test::network(qPrintable(network), options);
        const DiagramLayout layout =
            layoutOf(graph, openedAt(graph, static_cast<DiagramLevel>(level)), wrap);
        QCOMPARE(overlaps(layout), QStringList());
        QCOMPARE(strays(layout), QStringList());
        QCOMPARE(badEdges(layout), QStringList());
        QCOMPARE(badBranches(layout), QStringList());
    }

    void dataFlowsFromLeftToRight()
    {
        const NetworkGraph graph = test::network("inception_resnet_v2");
        const DiagramLayout layout = layoutOf(graph, everything(graph));
        for (const DiagramEdge &edge : layout.spec.edges) {
            if (edge.kind == DiagramEdge::Kind::Along)
                QVERIFY2(layout.box(edge.from).right() < layout.box(edge.to).left(),
                         qPrintable(test::edgeText(layout.spec, edge)));
        }
    }

    void branchesStandBelowEachOther()
    {
        const DiagramLayout layout =
            layoutOf(test::network("inception_v4"), {"inception_c", "inception_c.0"});
        const auto box = [&](const char *id) { return layout.box(layout.spec.find(id)); };
        QCOMPARE(box("inception_c.0.branch0.0").left(), box("inception_c.0.branch1.0").left());
        QVERIFY(box("inception_c.0.branch0.0").bottom() < box("inception_c.0.branch1.0").top());
        // The layer before a fork stands in the middle of its arms.
        QCOMPARE(2 * box("inception_c.0.branch1.0").center().y(),
                 box("inception_c.0.branch1.1a").center().y()
                     + box("inception_c.0.branch1.1b").center().y());
        QVERIFY(box("inception_c.0.concat").height() > 5 * box("inception_c.0.branch0.0").height());
    }

    void auxiliaryStageStandsBelow()
    {
        NetworkOptions options;
        options.auxiliaryHead = true;
        const DiagramLayout layout = layoutOf(test::network("inception_v3", options), {});
        const QRectF aside = layout.box(layout.spec.find("auxiliary_head"));
        const QRectF trunk = layout.box(layout.spec.find("reduction_b"));
        QVERIFY(aside.top() > trunk.bottom());
        QVERIFY(aside.left() > layout.box(layout.spec.find("inception_b")).right());
    }

    void linesAreAsWideAsAsked()
    {
        const NetworkGraph graph = test::network("inception_resnet_v2");
        const DiagramLayout layout = layoutOf(graph, everything(graph), 3000.0);
        QVERIFY(layout.bounds.width() <= 3000.0 + 2 * diagramroom::frame);
        QVERIFY(layout.bounds.height() > layoutOf(graph, everything(graph)).bounds.height());
    }

    void wideAreaNeedsOneLine()
    {
        const DiagramSpec spec = diagramSpec(test::network("inception_v4"), {});
        const auto sizes = measureDiagram(spec, DiagramFonts::from(QGuiApplication::font()));
        QCOMPARE(bestWrapWidth(spec, sizes, {4000, 200}), 0.0);
        QVERIFY(bestWrapWidth(spec, sizes, {600, 600}) > 0.0);
    }

    void foldGrowsOutOfWhatItWasFoldedIn()
    {
        const NetworkGraph graph = test::network("inception_v4");
        const DiagramLayout closed = layoutOf(graph, {});
        const DiagramLayout opened = layoutOf(graph, {"inception_b"});
        const auto box = [](const DiagramLayout &layout, const char *id) {
            return layout.box(layout.spec.find(id));
        };
        const DiagramLayout start = blendLayouts(closed, opened, 0.0);
        QCOMPARE(start.spec, opened.spec);
        QCOMPARE(box(start, "inception_b"), box(closed, "inception_b"));
        QCOMPARE(box(start, "inception_b.6"), box(closed, "inception_b"));
        QCOMPARE(box(start, "reduction_b"), box(closed, "reduction_b"));
        const DiagramLayout middle = blendLayouts(closed, opened, 0.5);
        QCOMPARE(2 * box(middle, "reduction_b").x(),
                 box(closed, "reduction_b").x() + box(opened, "reduction_b").x());
        QCOMPARE(blendLayouts(closed, opened, 1.0), opened);
    }

    void innermostBoxIsFound()
    {
        const DiagramLayout layout =
            layoutOf(test::network("inception_v4"), {"inception_a", "inception_a.0"});
        const auto idAt = [&](const QPointF &place) {
            const int node = layout.nodeAt(place);
            return node < 0 ? QString("nothing") : layout.spec.node(node).id;
        };
        const auto box = [&](const char *id) { return layout.box(layout.spec.find(id)); };
        QCOMPARE(idAt(box("inception_a.0.branch0.0").center()), "inception_a.0.branch0.0");
        QCOMPARE(idAt(box("inception_a.0").topLeft() + QPointF(3, 3)), "inception_a.0");
        QCOMPARE(idAt(box("inception_a").topLeft() + QPointF(3, 3)), "inception_a");
        QCOMPARE(idAt({1, 1}), "nothing");
        const QRectF layer = box("inception_a.0.branch1.0");
        const QPointF beside(layer.right() + 3, layer.center().y());
        QCOMPARE(idAt(beside), "inception_a.0");
        QCOMPARE(layout.idAt(beside), "inception_a.0.branch1");
        QCOMPARE(layout.idAt(layer.center()), "inception_a.0.branch1.0");
        QCOMPARE(layout.idAt({1, 1}), QString());
    }

    void largestNetworkIsLaidOutAtOnce()
    {
        const NetworkGraph graph = test::network("inception_resnet_v2_tfslim");
        const QSet<QString> opened = everything(graph);
        layoutOf(graph, opened); // loads fonts
        QElapsedTimer clock;
        clock.start();
        const DiagramLayout layout = layoutOf(graph, opened, 3000.0);
        const double milliseconds = static_cast<double>(clock.nsecsElapsed()) / 1e6;
        qInfo("%d boxes in %.1f ms", layout.spec.count(), milliseconds);
        QVERIFY2(milliseconds < 50.0, qPrintable(QString::number(milliseconds)));
    }
};

QTEST_MAIN(DiagramLayoutTest)
#include "tst_diagramlayout.moc"
