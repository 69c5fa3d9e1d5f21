#include "window/menus.h"

#include "activations/activationpane.h"
#include "common/iconloader.h"
#include "diagram/diagrampane.h"
#include "explain/explanationpane.h"
#include "explore/explorepage.h"
#include "explorer/explorer.h"
#include "filmstrip/filmstrip.h"
#include "folders/folderpage.h"
#include "panes/panearea.h"
#include "session/recentpaths.h"
#include "style/appearance.h"
#include "texts/plaintooltip.h"
#include "weights/weightstore.h"
#include "window/exportkey.h"
#include "window/help.h"
#include "window/mainwindow.h"

#include <QActionGroup>
#include <QFileInfo>
#include <QLocale>
#include <QMenuBar>
#include <QSettings>
#include <QWhatsThis>

namespace inceptoscope {

namespace {

template<typename Slot>
QAction *add(QMenu *menu, const QString &name, const QKeySequence &key, MainWindow &window,
             Slot slot)
{
    QAction *action = menu->addAction(name);
    action->setShortcut(key);
    QObject::connect(action, &QAction::triggered, &window, slot);
    return action;
}

/// What is gone in the meantime is told when it is opened.
void fillRecentMenu(QMenu *menu, MainWindow &window)
{
    menu->clear();
    for (const QString &path : recentPaths()) {
        QString name = QFileInfo(path).fileName();
        QAction *action = menu->addAction(name.replace(u'&', QStringLiteral("&&")));
        action->setToolTip(plainToolTip(path));
        QObject::connect(action, &QAction::triggered, &window,
                         [&window, path] { window.open({path}); });
    }
    menu->addSeparator();
    QAction *forget = menu->addAction(MainWindow::tr("&Forget these"));
    forget->setEnabled(!recentPaths().isEmpty());
    QObject::connect(forget, &QAction::triggered, &window, forgetRecentPaths);
}

void addRecentMenu(QMenu *menu, MainWindow &window)
{
    QMenu *recent = menu->addMenu(MainWindow::tr("Open &recent"));
    recent->setObjectName(QStringLiteral("recentMenu"));
    recent->setToolTipsVisible(true);
    QObject::connect(recent, &QMenu::aboutToShow, &window,
                     [recent, &window] { fillRecentMenu(recent, window); });
}

void buildFileMenu(MainWindow &window)
{
    QMenu *menu = window.menuBar()->addMenu(MainWindow::tr("&File"));
    add(menu, MainWindow::tr("&Open photos…"), QKeySequence::Open, window,
        &MainWindow::choosePhotos)
        ->setIcon(themedIcon(QStringLiteral("open")));
    add(menu, MainWindow::tr("Open &folder…"), {Qt::CTRL | Qt::SHIFT | Qt::Key_O}, window,
        &MainWindow::chooseFolder);
    addRecentMenu(menu, window);
    add(menu, MainWindow::tr("Open sample &photos"), {}, window, &MainWindow::openSamples)
        ->setIcon(themedIcon(QStringLiteral("sample")));
    menu->addSeparator();
    add(menu, MainWindow::tr("Open &weights…"), {}, window, &MainWindow::chooseWeights);
    add(menu, MainWindow::tr("Open &labels…"), {}, window, &MainWindow::chooseLabels);
    add(menu, MainWindow::tr("Open &training logs…"), {}, window, &MainWindow::chooseLogs);
    add(menu, MainWindow::tr("Open the paper's &experiments"), {}, window,
        &MainWindow::openExperiments);
    menu->addSeparator();
    menu->addActions(window.folderPage()->exportActions());
    QMenu *maps =
        menu->addMenu(themedIcon(QStringLiteral("export")), MainWindow::tr("Activation &maps"));
    maps->addActions(window.explorePage()->activations()->exportActions());
    menu->addActions(window.explorePage()->explanations()->exportActions());
    menu->addActions(window.exportKey()->actions());
    menu->addSeparator();
    menu->addActions(window.explorePage()->diagram()->exportActions());
    window.exportKey()->printIn(menu);
    menu->addSeparator();
    add(menu, MainWindow::tr("&Quit"), QKeySequence::Quit, window, &QWidget::close);
}

void buildEditMenu(MainWindow &window)
{
    QMenu *menu = window.menuBar()->addMenu(MainWindow::tr("&Edit"));
    QAction *undo = add(menu, MainWindow::tr("&Undo removing photos"), QKeySequence::Undo, window,
                        [&window] { window.explorer()->photos()->undoRemoval(); });
    undo->setEnabled(false);
    QObject::connect(window.explorer()->photos(), &PhotoListModel::undoChanged, undo,
                     &QAction::setEnabled);
    QAction *redo = add(menu, MainWindow::tr("R&edo removing photos"), QKeySequence::Redo, window,
                        [&window] { window.explorer()->photos()->redoRemoval(); });
    redo->setEnabled(false);
    QObject::connect(window.explorer()->photos(), &PhotoListModel::redoChanged, redo,
                     &QAction::setEnabled);
    menu->addAction(window.explorePage()->filmstrip()->removeAction());
    menu->addSeparator();
    add(menu, MainWindow::tr("&Paste photo"), QKeySequence::Paste, window, &MainWindow::paste)
        ->setIcon(themedIcon(QStringLiteral("paste")));
    add(menu, MainWindow::tr("&Find a block"), QKeySequence::Find, window, &MainWindow::findBlock);
    add(menu, MainWindow::tr("Find &next"), {Qt::Key_F3}, window,
        [&window] { window.findAgain(1); });
    add(menu, MainWindow::tr("Find pre&vious"), {Qt::SHIFT | Qt::Key_F3}, window,
        [&window] { window.findAgain(-1); });
}

void buildWeightsMenu(MainWindow &window)
{
    QMenu *menu = window.menuBar()->addMenu(MainWindow::tr("&Weights"));
    add(menu, MainWindow::tr("&Get…"), {Qt::CTRL | Qt::Key_G}, window, &MainWindow::getWeights)
        ->setIcon(themedIcon(QStringLiteral("download")));
    add(menu, MainWindow::tr("&Import…"), {}, window, &MainWindow::importWeights);
    QAction *remove = add(menu, MainWindow::tr("&Remove…"), {}, window, &MainWindow::removeWeights);
    menu->addSeparator();
    QAction *tensors = add(menu, MainWindow::tr("&Tensors…"), {Qt::CTRL | Qt::Key_T}, window,
                           &MainWindow::showTensors);
    QAction *save = add(menu, MainWindow::tr("&Export…"), {Qt::CTRL | Qt::SHIFT | Qt::Key_E},
                        window, &MainWindow::exportWeights);
    save->setIcon(themedIcon(QStringLiteral("export")));
    const auto update = [&window, remove, tensors, save] {
        remove->setEnabled(window.explorer()->network().file.parent_path()
                           == installedWeightsFolder());
        tensors->setEnabled(window.explorer()->hasWeights());
        save->setEnabled(window.explorer()->hasWeights());
    };
    QObject::connect(window.explorer(), &Explorer::networkChanged, menu, update);
    update();
}

void addAppearance(QMenu *menu, MainWindow &window)
{
    QMenu *submenu = menu->addMenu(MainWindow::tr("&Appearance"));
    auto *group = new QActionGroup(submenu);
    const Appearance current =
        appearanceFromName(QSettings().value(QStringLiteral("window/appearance")).toString());
    const std::pair<Appearance, QString> choices[] = {
        {Appearance::System, MainWindow::tr("As the &system")},
        {Appearance::Light, MainWindow::tr("&Light")},
        {Appearance::Dark, MainWindow::tr("&Dark")}};
    for (const auto &[appearance, name] : choices) {
        QAction *action = submenu->addAction(name);
        action->setCheckable(true);
        action->setChecked(appearance == current);
        group->addAction(action);
        QObject::connect(action, &QAction::triggered, &window, [chosen = appearance] {
            QSettings().setValue(QStringLiteral("window/appearance"), appearanceName(chosen));
            applyAppearance(chosen);
        });
    }
}

/// How much of the memory whole pictures may take. What does not fit is read again when it is
/// looked at.
void addPictureMemory(QMenu *menu, MainWindow &window)
{
    QMenu *submenu = menu->addMenu(MainWindow::tr("&Memory for photos"));
    submenu->setObjectName(QStringLiteral("pictureMemoryMenu"));
    auto *group = new QActionGroup(submenu);
    PhotoListModel *photos = window.explorer()->photos();
    const QString key = QStringLiteral("photos/memory");
    const qint64 chosen = QSettings().value(key, PhotoListModel::usualPictureBytes).toLongLong();
    for (const qint64 megabytes : {128, 256, 512, 1024, 2048, 4096}) {
        const qint64 bytes = megabytes << 20;
        QAction *action = submenu->addAction(
            QLocale().formattedDataSize(bytes, 0, QLocale::DataSizeTraditionalFormat));
        action->setCheckable(true);
        group->addAction(action);
        if (bytes == chosen) {
            action->setChecked(true);
            photos->setPictureLimit(bytes);
        }
        QObject::connect(action, &QAction::triggered, photos, [photos, key, bytes] {
            QSettings().setValue(key, bytes);
            photos->setPictureLimit(bytes);
        });
    }
}

void buildViewMenu(MainWindow &window)
{
    QMenu *menu = window.menuBar()->addMenu(MainWindow::tr("&View"));
    menu->addActions(window.pageActions());
    menu->addSeparator();
    menu->addActions(window.explorePage()->diagram()->viewActions());
    for (QAction *action : {window.explorePage()->explanations()->overlayAction(),
                            window.explorePage()->activations()->maximiseAction()}) {
        menu->addAction(action);
        QObject::connect(action, &QAction::triggered, &window,
                         [&window] { window.showPage(MainWindow::Page::Explore); });
    }
    menu->addSeparator();
    menu->addMenu(window.explorePage()->panes()->createPopupMenu());
    addAppearance(menu, window);
    addPictureMemory(menu, window);
}

void buildHelpMenu(MainWindow &window)
{
    QMenu *menu = window.menuBar()->addMenu(MainWindow::tr("&Help"));
    add(menu, MainWindow::tr("&How to use it"), QKeySequence::HelpContents, window,
        [&window] { showHelp(&window); });
    QAction *whatsThis = QWhatsThis::createAction(menu);
    whatsThis->setText(MainWindow::tr("&What is this?"));
    menu->addAction(whatsThis);
    explainPanes(window);
    add(menu, MainWindow::tr("&About Inceptoscope"), {}, window, [&window] { showAbout(&window); });
}

} // namespace

void buildMenus(MainWindow &window)
{
    buildFileMenu(window);
    buildEditMenu(window);
    buildWeightsMenu(window);
    buildViewMenu(window);
    buildHelpMenu(window);
}

} // namespace inceptoscope
