"""What those who release pages say when they send one back, above the form of the page until it is answered."""
