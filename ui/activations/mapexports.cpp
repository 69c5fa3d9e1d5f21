#include "activations/mapexports.h"

#include "common/messagebar.h"
#include "common/savedialog.h"
#include "texts/percenttext.h"

#include <QAction>

#include <utility>

namespace inceptoscope {

namespace {

/// Places of the actions that are for all maps, or filters.
constexpr int copyAction = 0;
constexpr int pngAction = 2;
constexpr int npyAction = 4;

} // namespace

MapExports::MapExports(std::function<Content()> content, MessageBar *message, QWidget *parent)
    : QObject(parent)
    , m_content(std::move(content))
    , m_message(message)
    , m_widget(parent)
    , m_export(new MapExport(this))
{
    add({}, false, [this] { copyAll(); });
    add(tr("Copy the chosen &map as a picture"), true, [this] { m_export->copy(picture(true)); });
    addSave({}, QStringLiteral("png"), false, [this](const QString &path) { saveAll(path); });
    addSave(tr("Save the chosen map as P&NG…"), QStringLiteral("png"), true,
            [this](const QString &path) { m_export->savePng(path, picture(true)); });
    for (const bool chosen : {false, true}) {
        addSave(chosen ? tr("Save the chosen map's values as NP&Y…") : QString(),
                QStringLiteral("npy"), chosen, [this, chosen](const QString &path) {
                    if (chosen)
                        m_export->saveNpy(path, values(true));
                    else
                        saveAllValues(path);
                });
        addSave(chosen ? tr("Save the chosen map's values as C&SV…")
                       : tr("Save all values as CS&V…"),
                QStringLiteral("csv"), chosen,
                [this, chosen](const QString &path) { m_export->saveCsv(path, values(chosen)); });
    }
    m_actions.at(copyAction)->setShortcut(QKeySequence::Copy);
    m_actions.at(pngAction)->setShortcut(QKeySequence::Save);
    for (const int place : {copyAction, pngAction}) // of the views they are added to
        m_actions.at(place)->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    nameActions(false);
    connectMessage();
    setAvailable(false, false);
}

/// Those that are for maps and for filters.
void MapExports::nameActions(bool filters)
{
    m_actions.at(copyAction)
        ->setText(filters ? tr("&Copy all filters as a picture")
                          : tr("&Copy all maps as a picture"));
    m_actions.at(pngAction)->setText(filters ? tr("Save all filters as &PNG…")
                                             : tr("Save all maps as &PNG…"));
    m_actions.at(npyAction)->setText(filters ? tr("Save all filters as &NPY…")
                                             : tr("Save all values as &NPY…"));
}

QAction *MapExports::mainAction() const
{
    return m_actions.at(pngAction);
}

void MapExports::copyAll()
{
    const Content content = m_content();
    if (content.filters.drawn)
        m_export->copy(content.filters);
    else
        m_export->copy(content.sheet);
}

void MapExports::saveAll(const QString &path)
{
    const Content content = m_content();
    if (content.filters.drawn)
        m_export->savePng(path, content.filters);
    else
        m_export->savePng(path, content.sheet);
}

void MapExports::saveAllValues(const QString &path)
{
    const Content content = m_content();
    if (content.filters.drawn)
        m_export->saveNpy(path, content.filters.drawn->filters);
    else
        m_export->saveNpy(path, values(false));
}

void MapExports::add(const QString &text, bool ofChosen, std::function<void()> run)
{
    auto *action = new QAction(text, this);
    connect(action, &QAction::triggered, this, std::move(run));
    m_actions += action;
    if (ofChosen)
        m_ofChosen += action;
}

void MapExports::addSave(const QString &text, const QString &suffix, bool ofChosen,
                         std::function<void(const QString &path)> save)
{
    const qsizetype place = m_actions.size();
    add(text, ofChosen, [this, place, suffix, ofChosen, save = std::move(save)] {
        const QString title = m_actions.at(place)->text().remove(u'&').remove(u'…');
        askAndSave(title, suffix, ofChosen, save);
    });
}

void MapExports::askAndSave(const QString &title, const QString &suffix, bool ofChosen,
                            const std::function<void(const QString &path)> &save)
{
    const Content content = m_content();
    QString name = content.name.isEmpty() ? QStringLiteral("maps") : content.name;
    if (content.filters.drawn)
        name += QStringLiteral("-filters");
    if (ofChosen)
        name += QStringLiteral("-channel-%1").arg(content.channel);
    askWhereToSave(m_widget, {title, name, {suffix}}, save);
}

MapValues MapExports::values(bool ofChosen) const
{
    const Content content = m_content();
    return {content.sheet.activation, ofChosen ? std::optional(content.channel) : std::nullopt};
}

MapPicture MapExports::picture(bool ofChosen) const
{
    const Content content = m_content();
    return ofChosen ? content.map : content.sheet;
}

void MapExports::connectMessage()
{
    connect(m_export, &MapExport::started, m_message, [this](const QString &sentence) {
        m_underWay = sentence;
        m_message->showMessage(MessageBar::Kind::Info, sentence, tr("Cancel"));
    });
    connect(m_export, &MapExport::progressChanged, m_message, [this](double fraction) {
        if (m_export->isBusy())
            m_message->showMessage(MessageBar::Kind::Info,
                                   tr("%1 %2").arg(m_underWay, percentText(fraction)),
                                   tr("Cancel"));
    });
    connect(m_message, &MessageBar::actionTriggered, m_export, &MapExport::cancel);
    connect(m_export, &MapExport::finished, m_message, [this](const QString &sentence) {
        m_message->showMessage(MessageBar::Kind::Info, sentence);
    });
    connect(m_export, &MapExport::failed, m_message, [this](const QString &sentence) {
        m_message->showMessage(MessageBar::Kind::Error, sentence);
    });
}

void MapExports::setFiltersAvailable(bool filters)
{
    nameActions(true);
    for (QAction *action : std::as_const(m_actions))
        action->setEnabled(false);
    for (const int place : {copyAction, pngAction, npyAction})
        m_actions.at(place)->setEnabled(filters);
}

void MapExports::setAvailable(bool maps, bool chosen)
{
    nameActions(false);
    for (QAction *action : std::as_const(m_actions))
        action->setEnabled(m_ofChosen.contains(action) ? chosen : maps);
}

} // namespace inceptoscope
