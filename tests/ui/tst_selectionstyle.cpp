#include "style/appearance.h"
#include "style/contrast.h"
#include "style/selectionstyle.h"

#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QStyleOption>
#include <QTabBar>
#include <QTest>
#include <QToolBar>

#include <algorithm>

using namespace inceptoscope;

/// What is selected of several is seen to be, in the light and in the dark scheme.
class TestSelectionStyle : public QObject
{
    Q_OBJECT

private slots:
    void theSelectedTab_data() { schemes(); }
    void theSelectedTab();
    void thePageThatIsShown_data() { schemes(); }
    void thePageThatIsShown();
    void aBoxThatIsNotChecked_data() { schemes(); }
    void aBoxThatIsNotChecked();
    void aBoxThatIsDisabled_data() { schemes(); }
    void aBoxThatIsDisabled();
    void aHighlightThatDoesNotStandOut();

private:
    static void schemes();
};

/// Of WCAG 2 for the states of controls.
static constexpr double enough = 3.0;

void TestSelectionStyle::schemes()
{
    QTest::addColumn<Appearance>("appearance");
    QTest::newRow("light") << Appearance::Light;
    QTest::newRow("dark") << Appearance::Dark;
}

void TestSelectionStyle::theSelectedTab()
{
    QFETCH(Appearance, appearance);
    applyAppearance(appearance);
    QTabBar bar;
    bar.setDrawBase(false);
    bar.addTab(QStringLiteral("Two networks"));
    bar.addTab(QStringLiteral("Two photos"));
    bar.resize(bar.sizeHint());
    const QImage image = bar.grab().toImage();
    const auto markOf = [&](int tab) {
        return image.pixelColor(QPoint(bar.tabRect(tab).center().x(), bar.tabRect(tab).bottom()));
    };
    const QColor beside = image.pixelColor(bar.tabRect(0).topLeft() + QPoint(8, 6));
    QVERIFY(contrastRatio(markOf(0), beside) >= enough);
    QVERIFY(contrastRatio(markOf(0), markOf(1)) >= enough);
}

void TestSelectionStyle::thePageThatIsShown()
{
    QFETCH(Appearance, appearance);
    applyAppearance(appearance);
    QToolBar bar;
    bar.setOrientation(Qt::Vertical);
    for (const char *name : {"Explore", "Compare"})
        bar.addAction(QString::fromLatin1(name))->setCheckable(true);
    bar.actions().constFirst()->setChecked(true);
    bar.resize(bar.sizeHint());
    const QImage image = bar.grab().toImage();
    const auto markOf = [&](int action) {
        const QRect button = bar.actionGeometry(bar.actions().at(action));
        return image.pixelColor(QPoint(button.left() + 1, button.center().y()));
    };
    const QRect button = bar.actionGeometry(bar.actions().constFirst());
    const QColor beside = image.pixelColor(QPoint(button.center().x(), button.top() + 3));
    QVERIFY(contrastRatio(markOf(0), beside) >= enough);
    QVERIFY(contrastRatio(markOf(0), markOf(1)) >= enough);
}

/// Of the frame of an unchecked box to the window around it, or to what is inside: the lesser one.
static double contrastOfFrame(bool isEnabled)
{
    QCheckBox box;
    box.setEnabled(isEnabled);
    box.resize(box.sizeHint());
    QStyleOptionButton option;
    option.initFrom(&box);
    const QRect area = box.style()->subElementRect(QStyle::SE_CheckBoxIndicator, &option, &box);
    const QImage image = box.grab().toImage();
    const QColor frame = image.pixelColor(QPoint(area.left(), area.center().y()));
    return std::min(contrastRatio(frame, image.pixelColor(area.center())),
                    contrastRatio(frame, box.palette().color(QPalette::Window)));
}

void TestSelectionStyle::aBoxThatIsNotChecked()
{
    QFETCH(Appearance, appearance);
    applyAppearance(appearance);
    QVERIFY(contrastOfFrame(true) >= enough);
}

/// It is there, and seen to be another than one that can be checked.
void TestSelectionStyle::aBoxThatIsDisabled()
{
    QFETCH(Appearance, appearance);
    applyAppearance(appearance);
    const double contrast = contrastOfFrame(false);
    QVERIFY2(contrast >= 1.7 && contrast < enough, qPrintable(QString::number(contrast)));
}

void TestSelectionStyle::aHighlightThatDoesNotStandOut()
{
    QPalette palette = paletteOf(Appearance::Dark);
    QCOMPARE(SelectionStyle::markColour(palette), palette.color(QPalette::Highlight));
    palette.setColor(QPalette::Highlight, palette.color(QPalette::Window).lighter(120));
    QCOMPARE(SelectionStyle::markColour(palette), palette.color(QPalette::WindowText));
}

QTEST_MAIN(TestSelectionStyle)

#include "tst_selectionstyle.moc"
