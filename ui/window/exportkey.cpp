#include "window/exportkey.h"

#include "activations/activationpane.h"
#include "async/whendone.h"
#include "common/messagebar.h"
#include "common/picturesaver.h"
#include "common/savedialog.h"
#include "curves/curveplot.h"
#include "curves/curvespage.h"
#include "curves/plotsaver.h"
#include "diagram/diagrampane.h"
#include "explain/explanationpane.h"
#include "explore/explorepage.h"
#include "explorer/explorer.h"
#include "files/savebytes.h"
#include "filmstrip/filmstrip.h"
#include "folders/folderpage.h"
#include "images/shownname.h"
#include "predictions/photoview.h"
#include "predictions/predictioncsv.h"
#include "predictions/predictionspane.h"
#include "residual/residualpane.h"
#include "residual/residualplot.h"
#include "texts/numbertext.h"
#include "training/trainpage.h"
#include "training/trainresults.h"
#include "window/mainwindow.h"

#include <QAction>
#include <QApplication>
#include <QFileInfo>
#include <QMenu>
#include <QtConcurrentRun>

#include <algorithm>

namespace inceptoscope {

namespace {

QAction *actionWithKey(const QWidget &view)
{
    const QList<QAction *> actions = view.actions();
    const auto found = std::ranges::find_if(
        actions, [](const QAction *each) { return each->shortcut() == QKeySequence::Save; });
    return found == actions.end() ? nullptr : *found;
}

/// Of the selected photo, for files.
QString photoName(Explorer &explorer)
{
    const PhotoListModel &photos = *explorer.photos();
    const QString name =
        photos.index(photos.rowOf(explorer.selection()->photo())).data().toString();
    return name.isEmpty() ? QStringLiteral("photo") : QFileInfo(name).completeBaseName();
}

/// The menu's, and those of the menus in it.
QList<QAction *> allActions(const QMenu &menu)
{
    QList<QAction *> all;
    for (QAction *each : menu.actions()) {
        if (const QMenu *inner = each->menu())
            all += allActions(*inner);
        else
            all += each;
    }
    return all;
}

} // namespace

ExportKey::ExportKey(MainWindow *window, MessageBar *message)
    : QObject(window)
    , m_window(window)
    , m_message(message)
    , m_predictions(new QAction(tr("Save the predictions as CSV…"), this))
{
    addPhoto();
    addPredictions();
    findPlaces();
    Explorer *explorer = window->explorer();
    connect(explorer, &Explorer::pictureChanged, this, &ExportKey::updateActions);
    connect(explorer, &Explorer::answerChanged, this, &ExportKey::updateActions);
    updateActions();
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) {
        if (now && m_window->pageWidget()->isAncestorOf(now))
            m_focus = now;
    });
}

void ExportKey::addPhoto()
{
    PhotoView *view = m_window->explorePage()->predictions()->photoView();
    const auto shown = [this, view] {
        return PictureSaver::Content{[photo = view->shown()] { return drawn(photo); },
                                     photoName(*m_window->explorer()) + QStringLiteral("-shown")};
    };
    auto *saver = new PictureSaver(tr("Save the photo as shown as PNG…"), shown, m_message,
                                   m_window->explorePage());
    m_photo = saver->action();
    view->addAction(m_photo);
    m_window->explorePage()->filmstrip()->view()->addAction(m_photo);
}

void ExportKey::addPredictions()
{
    QWidget *pane = m_window->explorePage()->predictions();
    for (QWidget *list : pane->findChildren<QWidget *>()) {
        if (list->contextMenuPolicy() == Qt::ActionsContextMenu && !qobject_cast<PhotoView *>(list))
            list->addAction(m_predictions);
    }
    connect(m_predictions, &QAction::triggered, this, [this, pane] {
        const SaveOffer offer{tr("Save the predictions"),
                              photoName(*m_window->explorer()) + QStringLiteral("-predictions"),
                              {QStringLiteral("csv")},
                              tr("Tables")};
        askWhereToSave(pane, offer, [this](const QString &path) { savePredictions(path); });
    });
}

void ExportKey::savePredictions(const QString &path)
{
    const AnswerPtr answer = m_window->explorer()->answer();
    if (!answer) // gone while it was asked where to
        return;
    whenDone(this, QtConcurrent::run([path, answer] {
                 return saveBytes(path, predictionsCsv(answer->predictions));
             }),
             [this, path, count = answer->predictions.size()](const Expected<void> &saved) {
                 if (saved)
                     m_message->showMessage(
                         MessageBar::Kind::Info,
                         tr("Saved %1, a line for each of %2 classes.")
                             .arg(shownName(path), groupedNumber(qint64(count))));
                 else
                     m_message->showMessage(MessageBar::Kind::Error,
                                            QString::fromStdString(saved.error().message));
             });
}

void ExportKey::updateActions()
{
    m_photo->setEnabled(!m_window->explorer()->picture().isNull());
    m_predictions->setEnabled(m_window->explorer()->answer() != nullptr);
}

void ExportKey::findPlaces()
{
    ExplorePage &page = *m_window->explorePage();
    m_places = {{page.explanations(), page.explanations()->mainExport()},
                {page.predictions(), m_predictions},
                {page.predictions()->photoView(), m_photo},
                {page.activations(), page.activations()->mainExport()},
                {page.residuals(), actionWithKey(*page.residuals()->plot())},
                {page.filmstrip(), m_photo},
                {page.diagram(), page.diagram()->exportActions().constLast()}};
}

/// The pane that the focus is in, or that it is around, such as a pane's title; else the diagram,
/// which is in the middle of it all.
QAction *ExportKey::ofExplore() const
{
    QWidget *now = m_window->focusWidget();
    QWidget *focus = now && m_window->explorePage()->isAncestorOf(now) ? now : m_focus.data();
    const auto actionOf = [&](auto isOf) -> QAction * {
        for (QWidget *each = focus; each && each != m_window->explorePage();
             each = each->parentWidget()) {
            for (const auto &[place, action] : m_places) {
                if (isOf(each, place))
                    return action;
            }
        }
        return nullptr;
    };
    if (QAction *own = actionOf([](QWidget *each, QWidget *place) { return each == place; }))
        return own;
    if (QAction *around =
            actionOf([](QWidget *each, QWidget *place) { return each->isAncestorOf(place); }))
        return around;
    return m_places.constLast().second;
}

QAction *ExportKey::action() const
{
    switch (m_window->page()) {
    case MainWindow::Page::Explore:
        return ofExplore();
    case MainWindow::Page::Compare:
        break; // its columns of maps and its table have the key
    case MainWindow::Page::Curves:
        return m_window->curvesPage()->mainExport();
    case MainWindow::Page::Folder:
        return m_window->folderPage()->exportActions().constFirst();
    case MainWindow::Page::Train:
        return m_window->trainPage()->results()->plot()->saver()->pictureAction();
    }
    return nullptr;
}

void ExportKey::press()
{
    QAction *wanted = action();
    if (wanted && wanted->isEnabled())
        wanted->trigger();
    else
        m_message->showMessage(MessageBar::Kind::Info,
                               wanted ? tr("There is nothing to save here yet.")
                                      : tr("Ctrl+S saves the maps or the table that has the "
                                           "focus; click into one first."));
}

void ExportKey::printIn(QMenu *menu)
{
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { print(allActions(*menu)); });
    connect(menu, &QMenu::aboutToHide, this, &ExportKey::unprint);
}

void ExportKey::print(const QList<QAction *> &actions)
{
    unprint();
    const QAction *wanted = action();
    for (QAction *each : actions) {
        const bool hasKey = each->shortcut() == QKeySequence::Save;
        if (hasKey == (each == wanted))
            continue;
        m_printed.append({each, each->shortcut()});
        each->setShortcut(hasKey ? QKeySequence() : QKeySequence(QKeySequence::Save));
    }
}

void ExportKey::unprint()
{
    for (const auto &[action, key] : std::exchange(m_printed, {}))
        action->setShortcut(key);
}

} // namespace inceptoscope
