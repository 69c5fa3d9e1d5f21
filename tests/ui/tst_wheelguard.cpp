#include "common/wheelguard.h"
#include "shownwindow.h"
#include "support/await.h"
#include "support/temporaryfolder.h"
#include "support/tinycatalogue.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QScrollArea>
#include <QScrollBar>
#include <QSlider>
#include <QSpinBox>
#include <QTabBar>
#include <QTest>
#include <QtTest/qtestspontaneevent.h>
#include <QVBoxLayout>
#include <QWheelEvent>
#include <QWindow>

using namespace inceptoscope;
using namespace inceptoscope::test;

/// The wheel over controls without the focus, in a scroll area and in the window.
class TestWheelGuard : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void scrollsOverControlsWithoutTheFocus_data();
    void scrollsOverControlsWithoutTheFocus();
    void theFocusGetsTheWheel_data();
    void theFocusGetsTheWheel();
    void changesNothingOnAnyPage_data();
    void changesNothingOnAnyPage();

private:
    TemporaryFolder m_folder;
};

namespace {

/// Towards a person, as the window system tells it: the program finds what is under the pointer.
void turnWheel(const QWidget *over, int notches)
{
    const QWidget *window = over->window();
    const QPoint place = over->mapTo(window, over->rect().center());
    for (int i = 0; i < notches; ++i) {
        QWheelEvent event(place, window->mapToGlobal(place), {}, {0, -120}, Qt::NoButton,
                          Qt::NoModifier, Qt::NoScrollPhase, false);
        QSpontaneKeyEvent::setSpontaneous(&event);
        qApp->notify(window->windowHandle(), &event); // sendEvent() is not that of a person
    }
}

/// What the wheel could change.
QVariant valueOf(const QWidget *control)
{
    for (const char *name : {"value", "currentIndex"}) {
        if (const QVariant value = control->property(name); value.isValid())
            return value;
    }
    return {};
}

QList<QWidget *> visibleControls(const QWidget &window)
{
    QList<QWidget *> controls;
    for (QWidget *widget : window.findChildren<QWidget *>()) {
        const bool isControl = qobject_cast<QAbstractSpinBox *>(widget)
            || qobject_cast<QComboBox *>(widget) || qobject_cast<QSlider *>(widget)
            || qobject_cast<QTabBar *>(widget);
        const QRect seen = widget->visibleRegion().boundingRect();
        if (isControl && seen.contains(widget->rect().center()))
            controls << widget;
    }
    return controls;
}

/// A control at the top of a column that is too long for its window, and another for the focus.
struct Column
{
    explicit Column(const QString &kind)
        : control(make(kind))
    {
        auto *column = new QWidget;
        auto *layout = new QVBoxLayout(column);
        layout->addWidget(control);
        layout->addWidget(other);
        column->setFixedHeight(2000);
        area.setWidget(column);
        area.setWidgetResizable(true);
        area.resize(300, 200);
        area.show();
        area.activateWindow();
    }

    static QWidget *make(const QString &kind)
    {
        if (kind == QStringLiteral("spin box")) {
            auto *box = new QSpinBox;
            box->setValue(50);
            return box;
        }
        if (kind == QStringLiteral("slider")) {
            auto *slider = new QSlider(Qt::Horizontal);
            slider->setValue(50);
            return slider;
        }
        if (kind == QStringLiteral("tabs")) {
            auto *bar = new QTabBar;
            for (int i = 0; i < 3; ++i)
                bar->addTab(QString::number(i));
            bar->setCurrentIndex(1);
            return bar;
        }
        auto *box = new QComboBox;
        box->addItems({"0", "1", "2"});
        box->setEditable(kind == QStringLiteral("editable combo box"));
        box->setCurrentIndex(1);
        return box;
    }

    QScrollArea area;
    QWidget *control;
    QSlider *other = new QSlider;
};

void addKinds()
{
    QTest::addColumn<QString>("kind");
    for (const char *kind : {"spin box", "slider", "combo box", "editable combo box"})
        QTest::newRow(kind) << QString::fromLatin1(kind);
}

} // namespace

void TestWheelGuard::initTestCase()
{
    keepSettingsIn(m_folder.path());
    WheelGuard::install();
}

void TestWheelGuard::scrollsOverControlsWithoutTheFocus_data()
{
    addKinds();
    QTest::newRow("tabs") << "tabs"; // not even with the focus
}

void TestWheelGuard::scrollsOverControlsWithoutTheFocus()
{
    QFETCH(QString, kind);
    const Column column(kind);
    AWAIT(column.area.isActiveWindow());
    column.other->setFocus();
    const QVariant before = valueOf(column.control);
    QVERIFY(before.isValid());
    turnWheel(column.control, 1);
    QCOMPARE(valueOf(column.control), before);
    QVERIFY(!column.control->hasFocus());
    QVERIFY(column.area.verticalScrollBar()->value() > 0);
}

void TestWheelGuard::theFocusGetsTheWheel_data()
{
    addKinds();
}

void TestWheelGuard::theFocusGetsTheWheel()
{
    QFETCH(QString, kind);
    const Column column(kind);
    AWAIT(column.area.isActiveWindow());
    column.control->setFocus();
    AWAIT(column.control->hasFocus());
    const QVariant before = valueOf(column.control);
    turnWheel(column.control, 1);
    QVERIFY(valueOf(column.control) != before);
    QCOMPARE(column.area.verticalScrollBar()->value(), 0);
}

void TestWheelGuard::changesNothingOnAnyPage_data()
{
    QTest::addColumn<MainWindow::Page>("page");
    QTest::newRow("Explore") << MainWindow::Page::Explore;
    QTest::newRow("Compare") << MainWindow::Page::Compare;
    QTest::newRow("Curves") << MainWindow::Page::Curves;
    QTest::newRow("Folder") << MainWindow::Page::Folder;
}

/// Whatever has the focus when the window has just been opened.
void TestWheelGuard::changesNothingOnAnyPage()
{
    QFETCH(MainWindow::Page, page);
    NetworkCatalogue catalogue;
    for (const char *network : {"inception_resnet_v2", "inception_v4"})
        QVERIFY(addTinyNetwork(catalogue, m_folder.path(), tinyDescription(network)));
    const auto window = shownWindow(catalogue);
    AWAIT(window->isActiveWindow());
    window->showPage(page);
    const QList<QWidget *> controls = visibleControls(*window);
    QVERIFY(controls.size() >= 3);
    for (const QWidget *control : controls) {
        const QVariant before = valueOf(control);
        turnWheel(control, 3);
        QVERIFY2(valueOf(control) == before,
                 qPrintable(control->accessibleName() + control->objectName()));
    }
}

QTEST_MAIN(TestWheelGuard)
#include "tst_wheelguard.moc"
