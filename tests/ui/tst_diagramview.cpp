#include "common/emptystate.h"
#include "common/paneheader.h"
#include "diagram/diagramlegend.h"
#include "diagram/diagrampaint.h"
#include "diagram/diagrampane.h"
#include "diagram/diagramview.h"
#include "diagram/minimap.h"
#include "diagram/minimapplace.h"
#include "diagramtext.h"
#include "support/await.h"

#include <QAccessible>
#include <QApplication>
#include <QHelpEvent>
#include <QProxyStyle>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStyleFactory>
#include <QTest>
#include <QToolButton>
#include <QToolTip>
#include <QWheelEvent>

#include <cmath>

using namespace inceptoscope;

namespace {

/// A style of a system that asks for less motion, or for motion.
class MotionStyle : public QProxyStyle
{
public:
    explicit MotionStyle(bool moves)
        : QProxyStyle(QStyleFactory::create("fusion"))
        , m_moves(moves)
    {
    }

    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *data) const override
    {
        if (hint == SH_Widget_Animate)
            return m_moves ? 1 : 0;
        if (hint == SH_Widget_Animation_Duration)
            return m_moves ? 200 : 0;
        return QProxyStyle::styleHint(hint, option, widget, data);
    }

private:
    bool m_moves;
};

struct Window
{
    explicit Window(const char *network, QSize size = {900, 500})
    {
        view.resize(size);
        view.setGraph(test::network(network));
        view.show();
        view.activateWindow();
    }

    QRectF box(const QString &id) const
    {
        const int node = view.diagram().spec.find(id);
        const QRectF &placed = view.diagram().box(node);
        return {view.toView(placed.topLeft()), placed.size() * view.zoom()};
    }

    QPoint centre(const QString &id) const { return box(id).center().toPoint(); }

    void click(const QString &id)
    {
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, centre(id));
    }

    void key(int key) { QTest::keyClick(&view, static_cast<Qt::Key>(key)); }

    void wheel(const QPointF &point, int turned, Qt::KeyboardModifiers modifiers)
    {
        QWheelEvent event(point, view.viewport()->mapToGlobal(point), {}, {0, turned}, Qt::NoButton,
                          modifiers, Qt::NoScrollPhase, false);
        QApplication::sendEvent(view.viewport(), &event);
    }

    /// Whether a line, all pieces of which are upright or level, is seen in `area`.
    bool crosses(const QPolygonF &line, const QRect &area) const
    {
        for (qsizetype i = 1; i < line.size(); ++i) {
            const QRectF piece(view.toView(line[i - 1]), view.toView(line[i]));
            if (piece.normalized().adjusted(-1, -1, 1, 1).intersects(area))
                return true;
        }
        return false;
    }

    QString gridOf(const QString &id) const
    {
        return view.diagram().spec.node(view.diagram().spec.find(id)).grid;
    }

    bool shows(const QString &id) const
    {
        return view.diagram().spec.find(id) >= 0
            && QRectF(view.viewport()->rect()).contains(box(id).center());
    }

    bool showsEverything() const
    {
        const QRectF bounds = view.diagram().bounds;
        const QRectF all(view.toView(bounds.topLeft()), bounds.size() * view.zoom());
        return QRectF(view.viewport()->rect()).adjusted(-2, -2, 2, 2).contains(all);
    }

    DiagramView view;
};

} // namespace

class DiagramViewTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QApplication::setStyle(new MotionStyle(false)); }

    /// First of all, while no other view has been made in the process.
    void theFirstViewIsReadByItsBoxes()
    {
        Window window("inception_v4");
        const QAccessibleInterface *diagram = QAccessible::queryAccessibleInterface(&window.view);
        QCOMPARE(diagram->role(), QAccessible::List);
        QVERIFY(diagram->childCount() > 5);
    }

    void clickSelectsAndSaysSoOnce()
    {
        Window window("inception_v4");
        QSignalSpy changed(&window.view, &DiagramView::currentChanged);
        window.click("inception_b");
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.takeFirst().at(0).toString(), "inception_b");
        QCOMPARE(window.view.current(), "inception_b");
        window.click("inception_b");
        QCOMPARE(changed.count(), 0);
        // The picture is no element.
        QTest::mouseClick(window.view.viewport(), Qt::LeftButton, {}, {3, 3});
        QCOMPARE(changed.count(), 0);
    }

    void doubleClickOpensAndCloses()
    {
        Window window("inception_v4");
        QTest::mouseDClick(window.view.viewport(), Qt::LeftButton, {},
                           window.centre("inception_a"));
        QCOMPARE(window.view.opened(), QSet<QString>{"inception_a"});
        QVERIFY(window.shows("inception_a.0"));
        const QPoint title = window.box("inception_a").topLeft().toPoint() + QPoint(60, 6);
        QTest::mouseDClick(window.view.viewport(), Qt::LeftButton, {}, title);
        QCOMPARE(window.view.opened(), QSet<QString>());
        QVERIFY(!window.shows("inception_a.0"));
    }

    void markOpensAndCloses()
    {
        Window window("inception_v4");
        const auto clickMark = [&] {
            const DiagramLayout &diagram = window.view.diagram();
            const QRectF mark = chevronArea(diagram, diagram.spec.find("reduction_a"));
            QTest::mouseClick(window.view.viewport(), Qt::LeftButton, {},
                              window.view.toView(mark.center()).toPoint());
        };
        clickMark();
        QVERIFY(window.shows("reduction_a.concat"));
        QCOMPARE(window.view.current(), QString());
        clickMark();
        QVERIFY(!window.shows("reduction_a.concat"));
    }

    void keyboardWalksAlongTheDataAndAcross()
    {
        Window window("inception_v4");
        QStringList walk;
        connect(&window.view, &DiagramView::currentChanged, this,
                [&](const QString &id) { walk += id; });
        for (const int key :
             {Qt::Key_Right, Qt::Key_Right, Qt::Key_Return, Qt::Key_Right, Qt::Key_Enter,
              Qt::Key_Right, Qt::Key_Down, Qt::Key_Right, Qt::Key_Right, Qt::Key_Right,
              Qt::Key_Left, Qt::Key_End, Qt::Key_Home})
            window.key(key);
        QCOMPARE(walk,
                 (QStringList{"stem", "inception_a", "inception_a.0", "inception_a.0.branch0.0",
                              "inception_a.0.branch1.0", "inception_a.0.branch1.1",
                              "inception_a.0.concat", "inception_a.1", "inception_a.0.concat",
                              "classifier", "stem"}));
        QVERIFY(window.shows("stem"));
    }

    void partsOfAnAdditionAreOneStop()
    {
        Window window("inception_resnet_v2");
        window.view.setCurrent("inception_resnet_a.0.expansion");
        window.key(Qt::Key_Right);
        QCOMPARE(window.view.current(), "inception_resnet_a.0.add");
        window.key(Qt::Key_Right);
        QCOMPARE(window.view.current(), "inception_resnet_a.1");
        window.key(Qt::Key_Left);
        window.key(Qt::Key_Left);
        QCOMPARE(window.view.current(), "inception_resnet_a.0.expansion");
    }

    void forwardWalkVisitsTheTrunkToItsEnd()
    {
        Window window("inception_resnet_v2");
        window.view.expandAll();
        QString last;
        int stops = 0;
        do {
            last = window.view.current();
            window.key(Qt::Key_Right);
            ++stops;
        } while (window.view.current() != last && stops < 1000);
        QCOMPARE(last, "classifier.softmax");
        QStringList back{last};
        while (stops-- > 0) {
            window.key(Qt::Key_Left);
            back += window.view.current();
        }
        QCOMPARE(back.last(), "stem");
    }

    void foldingAwayTheCurrentSelectsWhatHoldsIt()
    {
        Window window("inception_v4");
        window.view.setCurrent("inception_b.2.branch1.1");
        QSignalSpy changed(&window.view, &DiagramView::currentChanged);
        window.view.setElementOpened("inception_b", false);
        QCOMPARE(window.view.current(), "inception_b");
        QCOMPARE(changed.count(), 1);
    }

    void wheelZoomsAroundThePointer()
    {
        Window window("inception_v4");
        const QPointF point(700, 120);
        const double before = window.view.zoom();
        window.wheel(point, 10 * 120, Qt::ControlModifier);
        QVERIFY(window.view.zoom() > before);
        const QPointF held = window.view.toDiagram(point);
        window.wheel(point, 120, Qt::ControlModifier);
        QVERIFY((window.view.toDiagram(point) - held).manhattanLength() < 2.0);
        for (int i = 0; i < 60; ++i)
            window.wheel(point, -120, Qt::ControlModifier);
        QVERIFY(window.view.zoom() > 0.0);
        window.key(Qt::Key_0);
        QVERIFY(window.showsEverything());
    }

    void wheelScrolls()
    {
        Window window("inception_v4");
        window.view.expandAll();
        for (int i = 0; i < 8; ++i)
            window.view.zoomIn();
        window.view.verticalScrollBar()->setValue(0);
        const double zoom = window.view.zoom();
        window.wheel({100, 100}, -120, Qt::NoModifier);
        QVERIFY(window.view.verticalScrollBar()->value() > 0);
        QCOMPARE(window.view.zoom(), zoom);
    }

    void keysZoomAndFit()
    {
        Window window("inception_v4");
        QVERIFY(window.showsEverything());
        const double fitted = window.view.zoom();
        window.key(Qt::Key_Plus);
        QVERIFY(window.view.zoom() > fitted);
        window.key(Qt::Key_Minus);
        window.key(Qt::Key_Minus);
        QVERIFY(window.view.zoom() < fitted);
        window.key(Qt::Key_0);
        QCOMPARE(window.view.zoom(), fitted);
    }

    void fitFollowsTheSizeOfTheView()
    {
        Window window("inception_v4");
        window.view.expandAll();
        QVERIFY(window.showsEverything());
        window.view.resize(600, 300);
        AWAIT_EQUAL(window.view.width(), 600);
        AWAIT(window.showsEverything());
    }

    void wheelAndDragThatMoveNothingLeaveItFitted()
    {
        Window window("inception_v4");
        window.wheel({100, 100}, -120, Qt::NoModifier);
        QWidget *viewport = window.view.viewport();
        QTest::mousePress(viewport, Qt::LeftButton, {}, {5, 5});
        QTest::mouseMove(viewport, {60, 40});
        QTest::mouseRelease(viewport, Qt::LeftButton, {}, {60, 40});
        window.view.resize(600, 300);
        AWAIT_EQUAL(window.view.width(), 600);
        AWAIT(window.showsEverything());
    }

    void legendFollowsALargerFont()
    {
        QWidget pane;
        DiagramLegend legend(&pane);
        const int before = legend.sizeHint().height();
        QFont larger = pane.font();
        larger.setPointSizeF(3 * larger.pointSizeF());
        pane.setFont(larger);
        QVERIFY(legend.sizeHint().height() > 2 * before);
    }

    /// However narrow the pane, and however low: the view gives way.
    void legendLeavesNothingOut()
    {
        DiagramPane pane;
        pane.setGraph(test::network("inception_v4"));
        pane.show();
        QVERIFY(QTest::qWaitForWindowExposed(&pane));
        const DiagramLegend *legend = pane.legend();
        for (const int width : {900, 640, 387, 260}) {
            for (const int height : {500, 260}) {
                pane.resize(width, height);
                AWAIT_EQUAL(legend->height(), legend->heightForWidth(legend->width()));
                QCOMPARE(legend->width(), pane.width());
            }
        }
    }

    void dragPansAndDoesNotSelect()
    {
        Window window("inception_v4");
        window.view.expandAll();
        for (int i = 0; i < 8; ++i)
            window.view.zoomIn();
        QWidget *viewport = window.view.viewport();
        const QPoint middle = viewport->rect().center();
        const QPointF place = window.view.toDiagram(middle);
        QTest::mousePress(viewport, Qt::LeftButton, {}, middle);
        QTest::mouseMove(viewport, middle + QPoint(20, 10));
        QTest::mouseMove(viewport, middle + QPoint(60, 30));
        QTest::mouseRelease(viewport, Qt::LeftButton, {}, middle + QPoint(60, 30));
        QCOMPARE(window.view.current(), QString());
        const QPointF moved = window.view.toView(place) - middle;
        QVERIFY2((moved - QPointF(60, 30)).manhattanLength() <= 2.0,
                 qPrintable(QString("%1 %2").arg(moved.x()).arg(moved.y())));
    }

    void inputSizeChangesGridsOnly()
    {
        Window window("inception_v4");
        window.view.setCurrent("inception_b.3.branch1.1");
        window.view.zoomIn();
        const QSet<QString> opened = window.view.opened();
        const double zoom = window.view.zoom();
        QCOMPARE(window.gridOf("inception_b.3.branch1.1"), "17×17×224");
        QSignalSpy changed(&window.view, &DiagramView::currentChanged);
        window.view.setGraph(window.view.graph()->withInput({399, 299}).value());
        QCOMPARE(window.gridOf("inception_b.3.branch1.1"), "23×17×224");
        QCOMPARE(window.view.opened(), opened);
        QCOMPARE(window.view.zoom(), zoom);
        QCOMPARE(window.view.current(), "inception_b.3.branch1.1");
        QCOMPARE(changed.count(), 0);
    }

    void anotherNetworkIsShownClosedAndWhole()
    {
        Window window("inception_v4");
        window.view.setCurrent("inception_b.3.branch1.1");
        window.view.zoomIn();
        QSignalSpy changed(&window.view, &DiagramView::currentChanged);
        window.view.setGraph(test::network("inception_resnet_v2"));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(window.view.current(), QString());
        QCOMPARE(window.view.opened(), QSet<QString>());
        QVERIFY(window.showsEverything());
    }

    void settingTheCurrentOpensAndReveals()
    {
        Window window("inception_v4");
        for (int i = 0; i < 6; ++i)
            window.view.zoomIn();
        QSignalSpy changed(&window.view, &DiagramView::currentChanged);
        window.view.setCurrent("inception_c.2.branch2.3b");
        QVERIFY(window.shows("inception_c.2.branch2.3b"));
        QCOMPARE(window.view.opened(), (QSet<QString>{"inception_c", "inception_c.2"}));
        QCOMPARE(changed.count(), 1);
        window.view.setCurrent("inception_a.1.branch1");
        QCOMPARE(window.view.current(), "inception_a.1.branch1");
        QVERIFY(window.shows("inception_a.1.branch1.1"));
        window.view.setCurrent("no such thing");
        QCOMPARE(window.view.current(), QString());
        QCOMPARE(changed.count(), 3);
    }

    void expandingAndCollapsingShowAll()
    {
        Window window("inception_v4");
        window.view.setCurrent("inception_b.3.branch1.1");
        window.view.expandAll();
        QVERIFY(window.showsEverything());
        QVERIFY(window.view.diagram().spec.find("inception_c.2.branch2.3b") >= 0);
        window.view.collapseAll();
        QCOMPARE(window.view.opened(), QSet<QString>());
        QCOMPARE(window.view.current(), "inception_b");
    }

    void tooltipTellsTheWholeStory()
    {
        Window window("inception_v4");
        QVERIFY(QTest::qWaitForWindowExposed(&window.view));
        window.view.setCurrent("inception_b.3.branch1.1");
        const QPoint point = window.centre("inception_b.3.branch1.1");
        QHelpEvent help(QEvent::ToolTip, point, window.view.viewport()->mapToGlobal(point));
        QApplication::sendEvent(window.view.viewport(), &help);
        QCOMPARE(QToolTip::text(),
                 "Inception-B 4 · 1×7 conv 224\n"
                 "inception_b.3.branch1.1\n"
                 "kernel 1×7, stride 1, padding 0×3 (Same)\n"
                 "17×17×192 → 17×17×224\n"
                 "301,504 parameters, 87,005,184 multiply-adds");
        QToolTip::hideText();
    }

    /// As in a window that was closed on another page.
    void whatIsSelectedBeforeItIsShownFitsThen_data()
    {
        QTest::addColumn<QString>("element");
        QTest::newRow("block") << "inception_resnet_c.1";
        QTest::newRow("layer") << "inception_resnet_c.1.branch1.1";
    }

    void whatIsSelectedBeforeItIsShownFitsThen()
    {
        QFETCH(QString, element);
        DiagramView view;
        view.resize(view.minimumSize());
        view.setGraph(test::network("inception_resnet_v2"));
        view.setCurrent(element);
        view.resize(900, 500);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        AWAIT(view.zoom() >= 0.6);
        const QRectF placed = *view.diagram().placeOf(element);
        const QRectF seen(view.toView(placed.topLeft()), placed.size() * view.zoom());
        QVERIFY(QRectF(view.viewport()->rect()).contains(seen));
        // From then on the person decides.
        view.zoomIn();
        const double chosen = view.zoom();
        view.resize(800, 500);
        QCOMPARE(view.zoom(), chosen);
    }

    void overlayTintsClosedBoxesAndIsTold()
    {
        Window window("inception_v4");
        const OverlayValues overlay{
            Overlay::MultiplyAdds,
            {{"inception_a", 400.0}, {"inception_b", 1000.0}, {"inception_b.0", 100.0}}};
        QSignalSpy changed(&window.view, &DiagramView::overlayScaleChanged);
        window.view.setOverlay(overlay);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(window.view.overlayScale().value(), (OverlayScale{0.0, 1000.0, false}));
        const auto colourOf = [&](const QString &id) {
            const QPoint inside = window.box(id).bottomRight().toPoint() - QPoint(4, 4);
            return window.view.viewport()->grab().toImage().pixelColor(inside);
        };
        QCOMPARE(colourOf("inception_b"), overlayColour({0.0, 1000.0, false}, 1000.0));
        QCOMPARE(colourOf("inception_a"), overlayColour({0.0, 1000.0, false}, 400.0));
        window.view.setCurrent("inception_b");
        QVERIFY(window.view.accessibleDescription().endsWith(", 1,000 multiply-adds"));
        QVERIFY(window.view.toolTipOf("inception_a").endsWith("\n400 multiply-adds"));
        // What is shown has changed, and the scale with it.
        window.view.setElementOpened("inception_b", true);
        QCOMPARE(window.view.overlayScale().value(), (OverlayScale{0.0, 400.0, false}));
        window.view.setOverlay({});
        QVERIFY(!window.view.overlayScale());
    }

    /// From afar there is no text on them, and nothing else to see.
    void boxesWithoutAValueKeepTheColourOfTheirKind()
    {
        QPalette dark;
        dark.setColor(QPalette::Base, Qt::black);
        dark.setColor(QPalette::Text, Qt::white);
        Window window("inception_v4");
        window.view.setPalette(dark);
        window.view.expandAll();
        const auto colourOf = [&](const QString &id) {
            return window.view.viewport()->grab().toImage().pixelColor(window.centre(id));
        };
        const QString id = "inception_b.3.branch1.1";
        const QColor kind = colourOf(id);
        window.view.setOverlay({Overlay::Energy, {}});
        const QColor paler = colourOf(id);
        QVERIFY2(std::abs(paler.hslHue() - kind.hslHue()) < 5, qPrintable(paler.name()));
        QVERIFY2(std::abs(paler.lightness() - kind.lightness()) < 3, qPrintable(paler.name()));
        QVERIFY(paler.hslSaturation() < kind.hslSaturation());
    }

    void currentIsTold()
    {
        Window window("inception_v4");
        QCOMPARE(window.view.accessibleName(), "Block diagram");
        window.view.setCurrent("reduction_a");
        QVERIFY2(window.view.accessibleDescription().startsWith(
                     "Reduction-A, reduction_a  (Mixed_6a), 35×35×384 → 17×17×1024, "),
                 qPrintable(window.view.accessibleDescription()));
    }

    void everyBoxIsThereForListeners()
    {
        Window window("inception_v4");
        window.view.setElementOpened("reduction_a", true);
        window.view.setCurrent("reduction_a.branch1.1");
        QAccessibleInterface *diagram = QAccessible::queryAccessibleInterface(&window.view);
        QVERIFY(diagram);
        QStringList names;
        for (int i = 0; i < diagram->childCount(); ++i) {
            const QAccessibleInterface *child = diagram->child(i);
            const QAccessible::State state = child->state();
            names += child->text(QAccessible::Name) + (state.selected ? " selected" : "")
                + (state.expanded ? " opened" : "") + (state.collapsed ? " closed" : "");
            QCOMPARE(diagram->indexOfChild(child), i);
        }
        QCOMPARE(
            names,
            (QStringList{"Stem closed", "Inception-A closed", "Reduction-A opened",
                         "Reduction-A · 3×3/2 conv 384", "Reduction-A · 1×1 conv 192",
                         "Reduction-A · 3×3 conv 224 selected", "Reduction-A · 3×3/2 conv 256",
                         "Reduction-A · 3×3/2 max pool", "Reduction-A · filter concat",
                         "Inception-B closed", "Reduction-B closed", "Inception-C closed",
                         "Average pooling", "Dropout", "Softmax closed", "Reduction-A · branch 1",
                         "Reduction-A · branch 2", "Reduction-A · branch 3"}));
        const QAccessibleInterface *concat = diagram->child(8);
        const QPoint centre = concat->rect().center();
        QCOMPARE(diagram->childAt(centre.x(), centre.y()), concat);
        window.view.collapseAll();
        QVERIFY(!concat->isValid());
        QVERIFY(concat->state().invalid);
    }

    void branchesAreSelectedBetweenTheirBoxes()
    {
        Window window("inception_v4", {1200, 700});
        window.view.setOpened({"inception_a", "inception_a.1"});
        const QRectF first = window.box("inception_a.1.branch1.0");
        const QRectF second = window.box("inception_a.1.branch1.1");
        const QPointF between((first.right() + second.left()) / 2, first.center().y());
        QTest::mouseClick(window.view.viewport(), Qt::LeftButton, {}, between.toPoint());
        QCOMPARE(window.view.current(), "inception_a.1.branch1");
        QVERIFY2(window.view.toolTipOf("inception_a.1.branch1").contains("branch 2"),
                 qPrintable(window.view.toolTipOf("inception_a.1.branch1")));
        const QAccessibleInterface *diagram = QAccessible::queryAccessibleInterface(&window.view);
        QVERIFY(diagram->focusChild() || !window.view.hasFocus());
        window.key(Qt::Key_Down);
        QCOMPARE(window.view.current(), "inception_a.1.branch2");
        window.key(Qt::Key_Right);
        QCOMPARE(window.view.current(), "inception_a.1.branch2.0");
        window.view.setCurrent("inception_a.1.branch0");
        window.key(Qt::Key_Up);
        QCOMPARE(window.view.current(), "inception_a.1");
        window.view.setCurrent("inception_a.1.branch3");
        window.key(Qt::Key_Down); // there is none below
        QCOMPARE(window.view.current(), "inception_a.1.branch3");
        // It stays while another block is opened or closed, and goes with its own.
        window.view.setElementOpened("inception_a.0", true);
        window.view.setElementOpened("inception_a.0", false);
        QCOMPARE(window.view.current(), "inception_a.1.branch3");
        window.view.setElementOpened("inception_a.1", false);
        QCOMPARE(window.view.current(), "inception_a.1");
    }

    void miniMapMovesTheView()
    {
        Window window("inception_v4");
        auto *map = window.view.findChild<MiniMap *>();
        QVERIFY(!map->isVisible());
        window.view.expandAll();
        for (int i = 0; i < 8; ++i)
            window.view.zoomIn();
        window.view.verticalScrollBar()->setValue(0);
        QVERIFY(map->isVisible());
        const QRect place = map->geometry();
        QTest::mousePress(map, Qt::LeftButton, {}, {2, 2});
        QCOMPARE(window.view.horizontalScrollBar()->value(), 0);
        QCOMPARE(window.view.verticalScrollBar()->value(), 0);
        QCOMPARE(map->geometry(), place); // it does not run away from under the pointer
        QTest::mouseRelease(map, Qt::LeftButton, {}, {2, 2});
        QVERIFY(map->isVisible());
        QTest::mouseClick(map, Qt::LeftButton, {}, map->rect().bottomRight() - QPoint(2, 2));
        QCOMPARE(window.view.horizontalScrollBar()->value(),
                 window.view.horizontalScrollBar()->maximum());
    }

    void miniMapHidesNoBox()
    {
        Window window("inception_v4");
        const auto *map = window.view.findChild<MiniMap *>();
        window.view.expandAll();
        while (window.view.zoom() < 0.8)
            window.view.zoomIn();
        int places = 0;
        int shown = 0;
        QScrollBar *across = window.view.horizontalScrollBar();
        QScrollBar *down = window.view.verticalScrollBar();
        for (int x = 0; x <= across->maximum(); x += 160) {
            for (int y = 0; y <= down->maximum(); y += 90) {
                across->setValue(x);
                down->setValue(y);
                ++places;
                if (!map->isVisible())
                    continue;
                ++shown;
                for (const DiagramNode &node : window.view.diagram().spec.nodes) {
                    if (!node.id.isEmpty() && !node.isFrame())
                        QVERIFY2(!window.box(node.id).intersects(map->geometry()),
                                 qPrintable(node.id));
                }
                for (const QPolygonF &line : window.view.diagram().lines)
                    QVERIFY(!window.crosses(line, map->geometry()));
            }
        }
        qInfo("shown at %d of %d places", shown, places);
        QVERIFY(2 * shown > places);
    }

    void freePlaces_data()
    {
        QTest::addColumn<QList<QRectF>>("content");
        QTest::addColumn<QRectF>("before");
        QTest::addColumn<QPointF>("expected");
        const QRectF lowerRight(700, 400, 50, 50);
        const QRectF upperRight(750, 50, 20, 5);
        const QRectF below(0, 440, 800, 20);
        const QPointF nowhere(-1, -1);
        QTest::newRow("the usual one") << QList<QRectF>() << QRectF() << QPointF(592, 392);
        QTest::newRow("the next") << QList<QRectF>{lowerRight} << QRectF() << QPointF(592, 8);
        QTest::newRow("the one it has")
            << QList<QRectF>{lowerRight} << QRectF(8, 8, 200, 100) << QPointF(8, 8);
        QTest::newRow("the last") << QList<QRectF>{upperRight, below} << QRectF() << QPointF(8, 8);
        QTest::newRow("between them")
            << QList<QRectF>{upperRight, below, {0, 0, 30, 30}} << QRectF() << QPointF(592, 328);
        QTest::newRow("none") << QList<QRectF>{{0, 90, 800, 2},  below,
                                               {150, 0, 2, 500}, {350, 0, 2, 500},
                                               {550, 0, 2, 500}, {650, 0, 2, 500}}
                              << QRectF() << nowhere;
    }

    void freePlaces()
    {
        QFETCH(QList<QRectF>, content);
        QFETCH(QRectF, before);
        const auto place =
            freePlace({content.begin(), content.end()}, {800, 500}, {200, 100}, before);
        QTEST(place ? place->topLeft() : QPointF(-1, -1), "expected");
    }

    void motionEndsWhereItShould()
    {
        Window still("inception_v4");
        still.view.setElementOpened("inception_a", true);
        still.view.zoomIn();

        MotionStyle style(true);
        Window moving("inception_v4");
        moving.view.setStyle(&style);
        QVERIFY(QTest::qWaitForWindowExposed(&moving.view));
        moving.view.setElementOpened("inception_a", true);
        const double before = moving.view.zoom();
        moving.view.zoomIn();
        QCOMPARE(moving.view.zoom(), before); // it has only begun
        AWAIT_EQUAL(moving.view.zoom(), still.view.zoom());
        QCOMPARE(moving.view.diagram().spec, still.view.diagram().spec);
    }

    void paneShowsTheNetworkAndItsCosts()
    {
        DiagramPane pane;
        pane.resize(900, 400);
        pane.show();
        auto *empty = pane.findChild<EmptyState *>();
        QVERIFY(empty->isVisible());
        QVERIFY(!pane.view()->isVisible());
        QSignalSpy changed(&pane, &DiagramPane::currentChanged);
        pane.setGraph(test::network("inception_v4"));
        QVERIFY(!empty->isVisible());
        QVERIFY(pane.view()->isVisible());
        QCOMPARE(pane.header()->detail(),
                 "Inception-v4 · 42,679,816 parameters · 12,253,974,624 multiply-adds");
        pane.setCurrent("inception_a");
        QCOMPARE(changed.count(), 1);
        QCOMPARE(pane.current(), "inception_a");
        QTest::mouseClick(pane.findChild<QToolButton *>(), Qt::LeftButton);
        QVERIFY(pane.view()->diagram().spec.find("inception_a.0.concat") >= 0);
        pane.clear("inception_v9: no such network");
        QVERIFY(empty->isVisible());
        QCOMPARE(empty->line(), "inception_v9: no such network");
        QCOMPARE(pane.current(), QString());
    }
};

QTEST_MAIN(DiagramViewTest)
#include "tst_diagramview.moc"
