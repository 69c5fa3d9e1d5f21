#include "window/menus.h"

#include "common/iconloader.h"
#include "diagram/diagrampane.h"
#include "diagram/diagramview.h"
#include "explore/explorepage.h"
#include "style/appearance.h"
#include "window/help.h"
#include "window/mainwindow.h"

#include <QActionGroup>
#include <QMenuBar>
#include <QSettings>

namespace inceptoscope {

namespace {

QString text(const char *source)
{
    return MainWindow::tr(source);
}

template<typename Slot>
QAction *add(QMenu *menu, const QString &name, const QKeySequence &key, MainWindow &window,
             Slot slot)
{
    QAction *action = menu->addAction(name);
    action->setShortcut(key);
    QObject::connect(action, &QAction::triggered, &window, slot);
    return action;
}

void buildFileMenu(MainWindow &window)
{
    QMenu *menu = window.menuBar()->addMenu(text("&File"));
    add(menu, text("&Open photos…"), QKeySequence::Open, window, &MainWindow::choosePhotos)
        ->setIcon(themedIcon(QStringLiteral("open")));
    add(menu, text("Open &folder…"), {Qt::CTRL | Qt::SHIFT | Qt::Key_O}, window,
        &MainWindow::chooseFolder);
    add(menu, text("Open sample &photos"), {}, window, &MainWindow::openSamples)
        ->setIcon(themedIcon(QStringLiteral("sample")));
    menu->addSeparator();
    add(menu, text("Open &weights…"), {}, window, &MainWindow::chooseWeights);
    add(menu, text("Open &training logs…"), {}, window, &MainWindow::chooseLogs);
    menu->addSeparator();
    add(menu, text("&Quit"), QKeySequence::Quit, window, &QWidget::close);
}

void buildEditMenu(MainWindow &window)
{
    QMenu *menu = window.menuBar()->addMenu(text("&Edit"));
    add(menu, text("&Paste photo"), QKeySequence::Paste, window, &MainWindow::paste)
        ->setIcon(themedIcon(QStringLiteral("paste")));
    add(menu, text("&Find a block"), QKeySequence::Find, window, &MainWindow::findBlock);
}

void addAppearance(QMenu *menu, MainWindow &window)
{
    QMenu *submenu = menu->addMenu(text("&Appearance"));
    auto *group = new QActionGroup(submenu);
    const Appearance current =
        appearanceFromName(QSettings().value(QStringLiteral("window/appearance")).toString());
    const std::pair<Appearance, QString> choices[] = {{Appearance::System, text("As the &system")},
                                                      {Appearance::Light, text("&Light")},
                                                      {Appearance::Dark, text("&Dark")}};
    for (const auto &[appearance, name] : choices) {
        QAction *action = submenu->addAction(name);
        action->setCheckable(true);
        action->setChecked(appearance == current);
        group->addAction(action);
        QObject::connect(action, &QAction::triggered, &window, [appearance = appearance] {
            QSettings().setValue(QStringLiteral("window/appearance"), appearanceName(appearance));
            applyAppearance(appearance);
        });
    }
}

void buildViewMenu(MainWindow &window)
{
    QMenu *menu = window.menuBar()->addMenu(text("&View"));
    menu->addActions(window.pageActions());
    menu->addSeparator();
    DiagramView *diagram = window.explorePage()->diagram()->view();
    add(menu, text("Open &everything in the diagram"), {}, window,
        [diagram] { diagram->expandAll(); });
    add(menu, text("&Close everything in the diagram"), {}, window,
        [diagram] { diagram->collapseAll(); });
    add(menu, text("&Fit the diagram"), {}, window, [diagram] { diagram->fit(); });
    menu->addSeparator();
    addAppearance(menu, window);
}

void buildHelpMenu(MainWindow &window)
{
    QMenu *menu = window.menuBar()->addMenu(text("&Help"));
    add(menu, text("&How to use it"), QKeySequence::HelpContents, window,
        [&window] { showHelp(&window); });
    add(menu, text("&About Inceptoscope"), {}, window, [&window] { showAbout(&window); });
}

} // namespace

void buildMenus(MainWindow &window)
{
    buildFileMenu(window);
    buildEditMenu(window);
    buildViewMenu(window);
    buildHelpMenu(window);
}

} // namespace inceptoscope
