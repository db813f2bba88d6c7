import './base.css';
import './messages.css';
import './foot.css';
import './pages.css';
import './budget.css';
import './modules.css';
